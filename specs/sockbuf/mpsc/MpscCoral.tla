------------------------------- MODULE MpscCoral ------------------------------
(***************************************************************************)
(* Many producers and no lock: M_CORAL whose producers swing the tail by   *)
(* an atomic exchange, as in Vyukov's queue.  The header that a producer   *)
(* got from the exchange is its own to link behind.  Until it has, that    *)
(* header stays in the list, for the consumer passes a header only by its  *)
(* link; so headers may go in circles, and there is no ABA.                *)
(*                                                                         *)
(* Between exchange and link the list has a gap, and what others have      *)
(* appended behind it is not to be seen.  Producers wait for nobody; the   *)
(* consumer waits for the producer in the gap.                             *)
(*                                                                         *)
(* Contents stands for all of a header but the link, and is plain memory.  *)
(***************************************************************************)
EXTENDS Memory, Integers, FiniteSets

CONSTANTS
  Producer,              \* threads; the consumer is "c"
  Header,                \* identities of headers, other than 0 and FirstHeader
  Packet,                \* packets are numbered 1, 2, ... in the order of their making
  NextStore, NextLoad    \* mode of the producers' store of a link, and of the consumer's load

FirstHeader == -1
Headers == Header \cup {FirstHeader}

TailOf == <<"tail", 0>>
Link(h) == <<"next", h>>
Contents(h) == <<"contents", h>>
Free(h) == <<"free", h>>

CoralLocations == {TailOf} \cup UNION {{Link(h), Contents(h), Free(h)} : h \in Headers}

VARIABLES
  mem,
  producer,        \* producer -> [step, h, before, p]: next step, header being filled, header
                   \*   behind which to link, packet
  consumer,        \* [step, head, next, out]: next step, the dummy, the header behind it, the
                   \*   header of a packet on its way to the pool
  fresh,           \* headers of the pool that were never used
  made,            \* history: packets made
  order,           \* history: packets in the order of the exchanges
  read,            \* history: packets taken
  got,             \* history: the packet taken last
  raced            \* history: plain memory was accessed by two at once

vars == <<mem, producer, consumer, fresh, made, order, read, got, raced>>

Idle == [step |-> "idle", h |-> 0, before |-> 0, p |-> 0]

Init ==
  /\ mem = MemoryWith([l \in Location |-> IF l = TailOf THEN FirstHeader ELSE 0])
  /\ producer = [t \in Producer |-> Idle]
  /\ consumer = [step |-> "idle", head |-> FirstHeader, next |-> 0, out |-> 0]
  /\ fresh = Header
  /\ made = 0
  /\ order = <<>>
  /\ read = 0
  /\ got = 0
  /\ raced = FALSE

consumerOwn == <<consumer, read, got>>
producerOwn == <<producer, fresh, made, order>>

-------------------------------------------------------------------------------
(* Producers                                                               *)

(* A header from the pool: one that was never used, or one given back.     *)
Alloc(t, h) ==
  /\ producer[t].step = "idle"
  /\ made + 1 \in Packet
  /\ \/ h \in fresh /\ fresh' = fresh \ {h} /\ UNCHANGED mem
     \/ /\ \E c \in CompareAndSet(mem, t, Free(h), 1, 0) : c.ok /\ mem' = c.mem
        /\ UNCHANGED fresh
  /\ made' = made + 1
  /\ producer' = [producer EXCEPT ![t] = [Idle EXCEPT !.step = "fill", !.h = h, !.p = made + 1]]
  /\ UNCHANGED <<order, raced>> /\ UNCHANGED consumerOwn

(* The packet is written, and nothing is behind it.                        *)
Fill(t) ==
  /\ producer[t].step = "fill"
  /\ \E m \in Store(mem, t, Contents(producer[t].h), producer[t].p, "relaxed") :
       mem' \in Store(m, t, Link(producer[t].h), 0, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, t, Contents(producer[t].h)))
  /\ producer' = [producer EXCEPT ![t].step = "exchange"]
  /\ UNCHANGED <<fresh, made, order>> /\ UNCHANGED consumerOwn

(* The exchange settles the order of packets.                              *)
Exchange(t) ==
  /\ producer[t].step = "exchange"
  /\ \E c \in CompareAndSet(mem, t, TailOf, Last(mem, TailOf), producer[t].h) :
       c.ok /\ mem' = c.mem
  /\ producer' = [producer EXCEPT ![t].step = "link", ![t].before = Last(mem, TailOf)]
  /\ order' = Append(order, producer[t].p)
  /\ UNCHANGED <<fresh, made, raced>> /\ UNCHANGED consumerOwn

LinkBehind(t) ==
  /\ producer[t].step = "link"
  /\ mem' \in Store(mem, t, Link(producer[t].before), producer[t].h, NextStore)
  /\ producer' = [producer EXCEPT ![t] = Idle]
  /\ UNCHANGED <<fresh, made, order, raced>> /\ UNCHANGED consumerOwn

-------------------------------------------------------------------------------
(* Consumer                                                                *)

LoadNext ==
  /\ consumer.step = "idle"
  /\ \E l \in Load(mem, "c", Link(consumer.head), NextLoad) :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT !.step = IF l.val # 0 THEN "packet" ELSE "idle",
                                       !.next = l.val]
  /\ UNCHANGED <<read, got, raced>> /\ UNCHANGED producerOwn

LoadPayload ==
  /\ consumer.step = "packet"
  /\ \E l \in Load(mem, "c", Contents(consumer.next), "relaxed") :
       /\ mem' = l.mem
       /\ got' = l.val
  /\ raced' = (raced \/ Unseen(mem, "c", Contents(consumer.next)))
  /\ read' = read + 1
  /\ consumer' = [consumer EXCEPT !.step = "exchange"]
  /\ UNCHANGED producerOwn

(* The packet moves into the dummy's header; its own is the new dummy.     *)
DequeueCount ==
  /\ consumer.step = "exchange"
  /\ \E m1 \in Store(mem, "c", Contents(consumer.next), 0, "relaxed") :
       \E m2 \in Store(m1, "c", Contents(consumer.head), got, "relaxed") :
         mem' \in Store(m2, "c", Link(consumer.head), 0, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "c", Contents(consumer.head)))
  /\ consumer' = [step |-> "free", head |-> consumer.next, next |-> 0, out |-> consumer.head]
  /\ UNCHANGED <<read, got>> /\ UNCHANGED producerOwn

(* Whoever took the packet gives it back.                                  *)
FreePacket ==
  /\ consumer.step = "free"
  /\ mem' \in Store(mem, "c", Free(consumer.out), 1, "release")
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.out = 0]
  /\ UNCHANGED <<read, got, raced>> /\ UNCHANGED producerOwn

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<raced>> /\ UNCHANGED consumerOwn /\ UNCHANGED producerOwn

Produce(t) == Fill(t) \/ Exchange(t) \/ LinkBehind(t) \/ \E h \in Headers : Alloc(t, h)

Consume == LoadNext \/ LoadPayload \/ DequeueCount \/ FreePacket

Next == (\E t \in Producer : Produce(t)) \/ Consume \/ FlushStep

(* All go on, stores become visible, and a load that is repeated returns   *)
(* the newest value in the end.                                            *)
FreshNext == LoadNext => consumer'.next = Last(mem, Link(consumer.head))

Fairness ==
  /\ \A t \in Producer : WF_vars(Produce(t))
  /\ WF_vars(Consume /\ FreshNext)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
NoRace == ~raced

(* Packets leave in the order of the exchanges, and as they were written.  *)
InOrder == read > 0 => got = order[read]

(* The headers from h on, as far as the links are visible to all.          *)
RECURSIVE From(_)
From(h) == IF h = 0 THEN {} ELSE {h} \cup From(Last(mem, Link(h)))

BeingFilled == {producer[t].h : t \in {t \in Producer : producer[t].step \in {"fill", "exchange"}}}

(* A header that is in the list, or behind which somebody will link, is    *)
(* not in the pool, nor filled anew.                                       *)
NoUseAfterFree ==
  \A h \in From(consumer.head) \cup ({producer[t].before : t \in Producer} \ {0}) :
    Last(mem, Free(h)) = 0 /\ h \notin BeingFilled

(* When nobody is in a gap, all that was appended is in the list.          *)
NothingLost ==
  (/\ consumer.step = "idle"
   /\ \A t \in Producer : producer[t].step = "idle"
   /\ Flush(mem) = {})
    => Cardinality(From(consumer.head)) - 1 = Len(order) - read

Abstract == INSTANCE Fifo WITH queue <- SubSeq(order, read + 1, Len(order))
RefinesFifo == Abstract!FifoSpec
===============================================================================
