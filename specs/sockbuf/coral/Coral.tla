-------------------------------- MODULE Coral ---------------------------------
(***************************************************************************)
(* M_CORAL: packets are linked through their own headers.  The list is     *)
(* never empty: its first header, the dummy, is that of a packet consumed  *)
(* already, so that the producer always has a header to write a link into. *)
(*                                                                         *)
(* The historical design left open what becomes of the dummy's cluster,    *)
(* which can be neither freed nor used while the producer may still write  *)
(* the dummy's link.  Here a packet that is taken moves into the header of *)
(* the old dummy, with its cluster, and leaves the header in which it came *)
(* as the new dummy.  The producer touches no more of a dummy than its     *)
(* link, so a dummy needs no cluster.                                      *)
(*                                                                         *)
(* Everything in a header but the link is plain memory; one location,      *)
(* contents, stands for it.  Headers that are free lie in a pool; taking   *)
(* one that was given back sees what was done to it (the flag free).       *)
(***************************************************************************)
EXTENDS Memory, Integers

CONSTANTS
  Header,            \* identities of headers, other than 0 and FirstHeader
  Packet,            \* packets are numbered 1, 2, ... in the order of appending
  Pool,              \* whether the pool is part of the model
  NextStore, NextLoad    \* mode of the producer's store of a link, and of the consumer's load

FirstHeader == -1

Link(h) == <<"next", h>>
Contents(h) == <<"contents", h>>
Free(h) == <<"free", h>>

CoralLocations ==
  UNION {{Link(h), Contents(h), Free(h)} : h \in Header \cup {FirstHeader}}

VARIABLES
  mem,
  producer,        \* [step, tail, h, w]: next step, last header, header being filled, packets
                   \*   appended
  consumer,        \* [step, head, seen, out]: next step, the dummy, headers behind it that were
                   \*   seen, the header of a packet on its way to the pool
  fresh,           \* headers of the pool that were never used
  clusters,        \* headers that have a cluster
  read,            \* history: packets taken
  got,             \* history: the packet taken last
  raced            \* history: plain memory was accessed by both sides at once

vars == <<mem, producer, consumer, fresh, clusters, read, got, raced>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [step |-> "idle", tail |-> FirstHeader, h |-> 0, w |-> 0]
  /\ consumer = [step |-> "idle", head |-> FirstHeader, seen |-> <<>>, out |-> 0]
  /\ fresh = IF Pool THEN Header ELSE {}
  /\ clusters = fresh
  /\ read = 0
  /\ got = 0
  /\ raced = FALSE

(* The headers behind h, as far as the links are visible to all.           *)
RECURSIVE Behind(_)
Behind(h) ==
  LET next == Last(mem, Link(h)) IN IF next = 0 THEN <<>> ELSE <<next>> \o Behind(next)

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* A header from the pool: one that was never used, or one given back.     *)
Alloc(h) ==
  /\ Pool
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \/ h \in fresh /\ fresh' = fresh \ {h} /\ UNCHANGED mem
     \/ /\ \E c \in CompareAndSet(mem, "p", Free(h), 1, 0) : c.ok /\ mem' = c.mem
        /\ UNCHANGED fresh
  /\ producer' = [producer EXCEPT !.step = "fill", !.h = h]
  /\ UNCHANGED <<consumer, clusters, read, got, raced>>

(* The packet is written.                                                  *)
Fill ==
  /\ producer.step = "fill"
  /\ mem' \in Store(mem, "p", Contents(producer.h), producer.w + 1, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "p", Contents(producer.h)))
  /\ producer' = [producer EXCEPT !.step = "clear"]
  /\ UNCHANGED <<consumer, fresh, clusters, read, got>>

(* Without the pool, what is known of the header is that it is in no list. *)
ClearNext(h, p) ==
  /\ p = producer.w + 1
  /\ p \in Packet
  /\ IF Pool
     THEN /\ producer.step = "clear"
          /\ producer.h = h
          /\ mem' \in Store(mem, "p", Link(h), 0, "relaxed")
     ELSE /\ producer.step = "idle"
          /\ LET list == Behind(consumer.head)
             IN  h # consumer.head /\ \A i \in DOMAIN list : list[i] # h
          /\ \E m \in Store(mem, "p", Contents(h), p, "relaxed") :
               mem' \in Store(m, "p", Link(h), 0, "relaxed")
  /\ producer' = [producer EXCEPT !.step = "link", !.h = h]
  /\ UNCHANGED <<consumer, fresh, clusters, read, got, raced>>

(* The link to it.                                                         *)
AppendPublish ==
  /\ producer.step = "link"
  /\ mem' \in Store(mem, "p", Link(producer.tail), producer.h, NextStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.tail = producer.h, !.h = 0, !.w = @ + 1]
  /\ UNCHANGED <<consumer, fresh, clusters, read, got, raced>>

-------------------------------------------------------------------------------
(* Consumer                                                                *)

(* User u looks behind the dummy, or, with the note cursor, behind a       *)
(* header that it has seen.  It sees n packets.                            *)
Snapshot(u, n) ==
  /\ consumer.step \in {"idle", "packet"}
  /\ \E k \in {n, n - 1} \cap 0..Len(consumer.seen) :
       LET from == IF k = 0 THEN consumer.head ELSE consumer.seen[k]
       IN  \E l \in Load(mem, "c", Link(from), NextLoad) :
             /\ n = IF l.val # 0 THEN k + 1 ELSE k
             /\ mem' = l.mem
             /\ consumer' = [consumer EXCEPT
                  !.step = IF n > 0 THEN "packet" ELSE "idle",
                  !.seen = IF n > Len(@) THEN Append(@, l.val) ELSE @]
  /\ UNCHANGED <<producer, fresh, clusters, read, got, raced>>

First == Head(consumer.seen)

LoadPayload(p) ==
  /\ consumer.step = "packet"
  /\ \E l \in Load(mem, "c", Contents(First), "relaxed") :
       /\ p = l.val
       /\ raced' = (raced \/ Unseen(mem, "c", Contents(First)))
       /\ mem' = l.mem
  /\ got' = p
  /\ read' = read + 1
  /\ consumer' = [consumer EXCEPT !.step = "exchange"]
  /\ UNCHANGED <<producer, fresh, clusters>>

(* The packet moves into the dummy's header; its own is the new dummy.     *)
DequeueCount ==
  /\ consumer.step = "exchange"
  /\ \E m1 \in Store(mem, "c", Contents(First), 0, "relaxed") :
       \E m2 \in Store(m1, "c", Contents(consumer.head), IF Pool THEN got ELSE 0, "relaxed") :
         mem' \in Store(m2, "c", Link(consumer.head), 0, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "c", Contents(consumer.head)))
  /\ clusters' = IF Pool THEN (clusters \ {First}) \cup {consumer.head} ELSE clusters
  /\ consumer' = [consumer EXCEPT
       !.step = IF Pool THEN "free" ELSE "idle",
       !.out = IF Pool THEN consumer.head ELSE 0,
       !.head = First,
       !.seen = Tail(@)]
  /\ UNCHANGED <<producer, fresh, read, got>>

(* Whoever took the packet gives it back.                                  *)
FreePacket ==
  /\ consumer.step = "free"
  /\ mem' \in Store(mem, "c", Free(consumer.out), 1, "release")
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.out = 0]
  /\ UNCHANGED <<producer, fresh, clusters, read, got, raced>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, fresh, clusters, read, got, raced>>

Produce ==
  \/ Fill
  \/ AppendPublish
  \/ \E h \in Header \cup {FirstHeader} : Alloc(h) \/ \E p \in Packet : ClearNext(h, p)

Look == \E n \in Packet \cup {0} : Snapshot(0, n)

Consume ==
  \/ Look
  \/ \E p \in Packet \cup {0} : LoadPayload(p)
  \/ DequeueCount
  \/ FreePacket

Next == Produce \/ Consume \/ FlushStep

(* Both sides go on, stores become visible, and a load that is repeated    *)
(* returns the newest value in the end.                                    *)
FreshLook ==
  Look => (consumer'.step = "packet") = (Last(mem, Link(consumer.head)) # 0)

Fairness == WF_vars(Produce) /\ WF_vars(Consume /\ FreshLook) /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
NoRace == ~raced

InList == {consumer.head, producer.tail} \cup {consumer.seen[i] : i \in DOMAIN consumer.seen}

(* No header in the list is in the pool, or filled anew.                   *)
NoUseAfterFree == \A h \in InList : Last(mem, Free(h)) = 0 /\ h # producer.h

(* The dummy has no cluster: an idle sockbuf holds none, and every packet  *)
(* that leaves has one.                                                    *)
DummyHasNoCluster ==
  consumer.step # "free" =>
    clusters = (Header \cup {FirstHeader}) \ {consumer.head}

Taken == IF consumer.step = "exchange" THEN 1 ELSE 0

(* A packet is appended when the link to it is visible, and taken when it  *)
(* is read.                                                                *)
Queued ==
  LET list == Behind(consumer.head)
  IN  [i \in 1..Len(list) - Taken |-> Last(mem, Contents(list[i + Taken]))]

(* What was appended and is visible is in the list.                        *)
NothingLost ==
  (consumer.step = "idle" /\ producer.step = "idle" /\ Flush(mem) = {})
    => Len(Queued) = producer.w - read

Abstract == INSTANCE Fifo WITH queue <- Queued
RefinesFifo == Abstract!FifoSpec
===============================================================================
