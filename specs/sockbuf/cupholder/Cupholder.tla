------------------------------ MODULE Cupholder -------------------------------
(***************************************************************************)
(* The cupholder sockbuf: a linked list of holders {next, m} between one   *)
(* producer and one consumer that share no lock.  The list is never        *)
(* empty; an empty sockbuf is one holder whose m is 0.  Each action is one *)
(* access to memory that the other side may touch at that moment, of any   *)
(* of the models of Memory.tla.                                            *)
(*                                                                         *)
(* Free holders need no list of their own: they are those between the one  *)
(* that the producer takes next and the head.                              *)
(*                                                                         *)
(* The consumer side is "one" because of the user-side lock: Lock(u) and   *)
(* Unlock(u) of the handshake surround its steps.                          *)
(***************************************************************************)
EXTENDS Memory

CONSTANTS
  Holder,      \* identities of holders, 1, 2, ... in the order in which they are made
  Packet,      \* packets are numbered 1, 2, ... in the order of appending
  WStore, WLoad,         \* mode of the producer's store of wpackets, and of the consumer's load
  RStore, RLoad,         \* mode of the consumer's store of rpackets, and of the producer's load
  FreeStore, FreeLoad,   \* mode of the consumer's store of head, and of the producer's load
  ClearStore, EmptyLoad, \* mode of the consumer's store of m, and of the producer's load
  FillStore, FullLoad,   \* mode of the producer's store of m, and of the consumer's load
  NextStore, NextLoad    \* mode of the producer's store of next, and of the consumer's load

W == <<"wpackets", 0>>
R == <<"rpackets", 0>>
HeadOf == <<"head", 0>>
M(h) == <<"m", h>>
Link(h) == <<"next", h>>
Contents(p) == <<"contents", p>>

CupholderLocations ==
  {W, R, HeadOf} \cup UNION {{M(h), Link(h)} : h \in Holder} \cup {Contents(p) : p \in Packet}

VARIABLES
  mem,
  producer,    \* [step, w, tail, made, free, h]: next step, packets appended, last holder, holders
               \*   made, the holder to be taken next if it is free, the holder taken
  consumer,    \* [step, r, head, w, m, next, note]: next step, packets dequeued, first holder,
               \*   wpackets as last loaded, m and next as last loaded, holder visited last
  got,         \* history: the packet dequeued last, as its contents say
  visits,      \* history: the note cursor has met packets in their order
  raced        \* history: a packet was accessed by both sides at once

vars == <<mem, producer, consumer, got, visits, raced>>
producerOwn == producer
consumerOwn == <<consumer, got, visits>>

FirstHolder == 1

(* The head is held in memory as its distance from the first holder.       *)
Init ==
  /\ mem = MemoryInit
  /\ producer = [step |-> "idle", w |-> 0, tail |-> FirstHolder, made |-> 1,
                 free |-> FirstHolder, h |-> 0]
  /\ consumer = [step |-> "idle", r |-> 0, head |-> FirstHolder, w |-> 0, m |-> 0, next |-> 0,
                 note |-> 0]
  /\ got = 0
  /\ visits = TRUE
  /\ raced = FALSE

(* A packet is written and read as plain memory.  Under "sc" its number    *)
(* says it all.                                                            *)
WriteContents(m, p) ==
  IF MemoryModel = "sc" THEN {m} ELSE Store(m, "p", Contents(p), p, "relaxed")

ReadContents(m, p) ==
  IF MemoryModel = "sc" THEN {[val |-> p, mem |-> m]} ELSE Load(m, "c", Contents(p), "relaxed")

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Is the last holder empty?                                               *)
AppendLoad ==
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", M(producer.tail), EmptyLoad) :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = IF l.val = 0 THEN "count" ELSE "take"]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

(* It may be refilled only if the whole sockbuf is empty: a holder in the  *)
(* middle of the list can be empty too, but only the last one may be       *)
(* refilled, and only when the consumer has no business left with it.      *)
AppendLoadCount ==
  /\ producer.step = "count"
  /\ \E l \in Load(mem, "p", R, RLoad) :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = IF l.val = producer.w THEN "reuse" ELSE "take"]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

AppendReuse(p) ==
  /\ producer.step = "reuse"
  /\ p = producer.w + 1
  /\ \E m \in WriteContents(mem, p) : mem' \in Store(m, "p", M(producer.tail), p, FillStore)
  /\ producer' = [producer EXCEPT !.step = "publish"]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

(* The next free holder, if there is one before the head; else a new one.  *)
TakeHolder(h) ==
  /\ producer.step = "take"
  /\ \E l \in Load(mem, "p", HeadOf, FreeLoad) :
       LET head == l.val + FirstHolder
       IN  IF producer.free = head
           THEN /\ h = producer.made + 1
                /\ h \in Holder
                /\ mem' = l.mem
                /\ producer' = [producer EXCEPT !.step = "link", !.h = h, !.made = h]
           ELSE /\ h = producer.free
                /\ \E n \in Load(l.mem, "p", Link(h), "relaxed") :
                     /\ mem' \in Store(n.mem, "p", Link(h), 0, "relaxed")
                     /\ producer' = [producer EXCEPT !.step = "link", !.h = h, !.free = n.val]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

AppendLink(p, h) ==
  /\ producer.step = "link"
  /\ p = producer.w + 1
  /\ h = producer.h
  /\ \E m1 \in WriteContents(mem, p) :
       \E m2 \in Store(m1, "p", M(h), p, "relaxed") :
         mem' \in Store(m2, "p", Link(producer.tail), h, NextStore)
  /\ producer' = [producer EXCEPT !.step = "publish", !.tail = h, !.h = 0]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

(* Last of all the count: a consumer that sees it finds the packet.        *)
AppendPublish ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", W, producer.w + 1, WStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED raced /\ UNCHANGED consumerOwn

-------------------------------------------------------------------------------
(* Consumer                                                                *)

(* The reader's snapshot: u sees n packets, as many as it remembers or     *)
(* the load of the count, and never reads past them.                       *)
Snapshot(u, n) ==
  /\ consumer.step \in {"idle", "head", "count"}
  /\ \/ /\ consumer.w > consumer.r
        /\ n = consumer.w - consumer.r
        /\ consumer' = [consumer EXCEPT !.step = "head"]
        /\ UNCHANGED mem
     \/ \E l \in Load(mem, "c", W, WLoad) :
          /\ n = l.val - consumer.r
          /\ mem' = l.mem
          /\ consumer' = [consumer EXCEPT !.w = l.val, !.step = IF n > 0 THEN "head" ELSE "idle"]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

HeadLoad(p) ==
  /\ consumer.step = "head"
  /\ \E l \in Load(mem, "c", M(consumer.head), FullLoad) :
       /\ p = l.val
       /\ mem' = l.mem
  /\ consumer' = [consumer EXCEPT !.step = IF p = 0 THEN "drop" ELSE "count", !.m = p]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

StoreHead(m, h) == Store(m, "c", HeadOf, h - FirstHolder, FreeStore)

(* An empty holder in front of a packet: step over it and free it.         *)
HeadDrop ==
  /\ consumer.step = "drop"
  /\ \E l \in Load(mem, "c", Link(consumer.head), NextLoad) :
       /\ mem' \in StoreHead(l.mem, l.val)
       /\ consumer' = [consumer EXCEPT !.step = "head", !.head = l.val]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

(* The note cursor: the packet behind the one visited last, which the      *)
(* snapshot covers, so both loads find what they must.  The first visit is *)
(* to the head, by HeadLoad.                                               *)
NoteLoad(p) ==
  /\ consumer.step = "head"
  /\ LET from == IF consumer.note = 0 THEN consumer.head ELSE consumer.note
     IN  \E q \in Load(mem, "c", M(from), FullLoad) :
         /\ q.val # 0
         /\ consumer.w > q.val
         /\ \E l \in Load(q.mem, "c", Link(from), NextLoad) :
              IF l.val = 0
              THEN /\ p = 0
                   /\ visits' = FALSE
                   /\ mem' = l.mem
                   /\ consumer' = [consumer EXCEPT !.step = "idle"]
              ELSE \E m \in Load(l.mem, "c", M(l.val), FullLoad) :
                   /\ p = m.val
                   /\ visits' = (visits /\ p = q.val + 1)
                   /\ mem' = m.mem
                   /\ consumer' = [consumer EXCEPT !.step = "idle", !.note = l.val]
  /\ UNCHANGED <<got, raced>> /\ UNCHANGED producerOwn

DequeueCount ==
  /\ consumer.step = "count"
  /\ \E l \in ReadContents(mem, consumer.m) :
       /\ mem' \in Store(l.mem, "c", R, consumer.r + 1, RStore)
       /\ got' = l.val
  /\ raced' = (raced \/ (MemoryModel # "sc" /\ Unseen(mem, "c", Contents(consumer.m))))
  /\ consumer' = [consumer EXCEPT !.step = "next", !.r = @ + 1,
                                  !.note = IF @ = consumer.head THEN 0 ELSE @]
  /\ UNCHANGED visits /\ UNCHANGED producerOwn

(* next is read before m is cleared: a cleared last holder may be refilled *)
(* at once, and then linked behind.                                        *)
DequeueNext ==
  /\ consumer.step = "next"
  /\ \E l \in Load(mem, "c", Link(consumer.head), NextLoad) :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT !.step = "clear", !.next = l.val]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

DequeueClear ==
  /\ consumer.step = "clear"
  /\ mem' \in Store(mem, "c", M(consumer.head), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = IF consumer.next = 0 THEN "idle" ELSE "free", !.m = 0]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

(* Only a holder that has a successor is ever freed.                       *)
DequeueFree ==
  /\ consumer.step = "free"
  /\ mem' \in StoreHead(mem, consumer.next)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.head = consumer.next, !.next = 0]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, got, visits, raced>>

Produce ==
  \/ AppendLoad
  \/ AppendLoadCount
  \/ \E p \in Packet : AppendReuse(p)
  \/ \E h \in Holder : TakeHolder(h)
  \/ \E p \in Packet, h \in Holder : AppendLink(p, h)
  \/ AppendPublish

Look == \E n \in Packet \cup {0} : Snapshot(0, n)

Consume ==
  \/ Look
  \/ \E p \in Packet \cup {0} : HeadLoad(p)
  \/ HeadDrop
  \/ DequeueCount
  \/ DequeueNext
  \/ DequeueClear
  \/ DequeueFree

Visit == \E p \in Packet \cup {0} : NoteLoad(p)

Next == Produce \/ Consume \/ Visit \/ FlushStep

(* An append that has begun ends, a reader keeps reading and does not look *)
(* for ever without taking, stores become visible, and a load that is      *)
(* repeated returns the newest value in the end.  Nobody has to visit.     *)
FreshW == Look => consumer'.w = Last(mem, W)
FreshHead ==
  producer.step = "take" =>
    (producer'.made > producer.made) = (producer.free = Last(mem, HeadOf) + FirstHolder)

Fairness ==
  /\ WF_vars(Produce /\ FreshHead)
  /\ WF_vars(Consume /\ FreshW)
  /\ SF_vars(DequeueCount)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Safety                                                                  *)

NoRace == ~raced

VisitsInOrder == visits

(* The holders from h on, as far as the links are visible to all.          *)
RECURSIVE Reach(_)
Reach(h) == IF h = 0 THEN {} ELSE {h} \cup Reach(Last(mem, Link(h)))

(* What the producer has taken for free is not in the consumer's hands.    *)
NoUseAfterFree ==
  /\ producer.h # 0 => producer.h \notin Reach(consumer.head) \cup {consumer.next}
  /\ consumer.head # 0

(* Every holder is in the list, free, or taken.                            *)
NoLeak ==
  Flush(mem) = {} => 1..producer.made = Reach(producer.free) \cup ({producer.h} \ {0})

SnapshotHolds == consumer.step = "drop" => Last(mem, Link(consumer.head)) # 0

(* What is published and not dequeued.  Packets are numbered, so it        *)
(* follows from the counts.                                                *)
Queued ==
  IF Last(mem, W) < consumer.r
  THEN <<>>
  ELSE [i \in 1..Last(mem, W) - consumer.r |-> consumer.r + i]

NothingLost ==
  \A i \in DOMAIN Queued : \E h \in Reach(consumer.head) : Last(mem, M(h)) = Queued[i]

Abstract == INSTANCE Fifo WITH queue <- Queued
RefinesFifo == Abstract!FifoSpec
===============================================================================
