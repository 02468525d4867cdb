------------------------------ MODULE Cupholder -------------------------------
(***************************************************************************)
(* The cupholder sockbuf: a linked list of holders {next, m} between one   *)
(* producer and one consumer that share no lock.  The list is never        *)
(* empty; an empty sockbuf is one holder whose m is null.  Each action is  *)
(* one access to memory that the other side also touches.                  *)
(*                                                                         *)
(* The consumer side is "one" because of the user-side lock: Lock(u) and   *)
(* Unlock(u) of the handshake surround its steps.                          *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC

CONSTANTS
  Holder,      \* identities of holders; positive numbers
  Packet       \* packets are numbered 1, 2, ... in the order of appending

Null == 0

VARIABLES
  heap,        \* live holder -> [next, m]; a holder not in the domain is free
  head,        \* private to the consumer
  tail,        \* private to the producer
  wpackets,    \* packets appended so far: written by the producer only
  rpackets,    \* packets dequeued so far: written by the consumer only
  producer,    \* the producer's next step
  consumer,    \* [step, m, next]: next step and registers of the consumer
  got          \* history: the packet dequeued last

vars == <<heap, head, tail, wpackets, rpackets, producer, consumer, got>>
producerOwn == <<tail, wpackets, producer>>
consumerOwn == <<head, rpackets, consumer, got>>

FirstHolder == 1

Init ==
  /\ heap = FirstHolder :> [next |-> Null, m |-> Null]
  /\ head = FirstHolder
  /\ tail = FirstHolder
  /\ wpackets = 0
  /\ rpackets = 0
  /\ producer = "idle"
  /\ consumer = [step |-> "idle", m |-> Null, next |-> Null]
  /\ got = 0

Free(h) == [x \in DOMAIN heap \ {h} |-> heap[x]]

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Is the last holder empty?                                               *)
AppendLoad ==
  /\ producer = "idle"
  /\ wpackets + 1 \in Packet
  /\ producer' = IF heap[tail].m = Null THEN "count" ELSE "link"
  /\ UNCHANGED <<heap, tail, wpackets>> /\ UNCHANGED consumerOwn

(* It may be refilled only if the whole sockbuf is empty: a holder in the  *)
(* middle of the list can be empty too, but only the last one may be       *)
(* refilled, and only when the consumer has no business left with it.      *)
AppendLoadCount ==
  /\ producer = "count"
  /\ producer' = IF rpackets = wpackets THEN "reuse" ELSE "link"
  /\ UNCHANGED <<heap, tail, wpackets>> /\ UNCHANGED consumerOwn

AppendReuse(p) ==
  /\ producer = "reuse"
  /\ p = wpackets + 1
  /\ heap' = [heap EXCEPT ![tail].m = p]
  /\ producer' = "publish"
  /\ UNCHANGED <<tail, wpackets>> /\ UNCHANGED consumerOwn

AppendLink(p, h) ==
  /\ producer = "link"
  /\ p = wpackets + 1
  /\ h \notin DOMAIN heap
  /\ heap' = (h :> [next |-> Null, m |-> p]) @@ [heap EXCEPT ![tail].next = h]
  /\ tail' = h
  /\ producer' = "publish"
  /\ UNCHANGED wpackets /\ UNCHANGED consumerOwn

(* Last of all the count: a consumer that sees it finds the packet.        *)
AppendPublish ==
  /\ producer = "publish"
  /\ wpackets' = wpackets + 1
  /\ producer' = "idle"
  /\ UNCHANGED <<heap, tail>> /\ UNCHANGED consumerOwn

-------------------------------------------------------------------------------
(* Consumer                                                                *)

(* The reader's snapshot: u sees n packets and never reads past them.      *)
Snapshot(u, n) ==
  /\ consumer.step = "idle"
  /\ n = wpackets - rpackets
  /\ consumer' = IF n > 0 THEN [consumer EXCEPT !.step = "head"] ELSE consumer
  /\ UNCHANGED <<heap, head, rpackets, got>> /\ UNCHANGED producerOwn

HeadLoad(p) ==
  /\ consumer.step = "head"
  /\ p = heap[head].m
  /\ consumer' = [consumer EXCEPT !.step = IF p = Null THEN "drop" ELSE "count", !.m = p]
  /\ UNCHANGED <<heap, head, rpackets, got>> /\ UNCHANGED producerOwn

(* An empty holder in front of a packet: step over it and free it.         *)
HeadDrop ==
  /\ consumer.step = "drop"
  /\ head' = heap[head].next
  /\ heap' = Free(head)
  /\ consumer' = [consumer EXCEPT !.step = "head"]
  /\ UNCHANGED <<rpackets, got>> /\ UNCHANGED producerOwn

DequeueCount ==
  /\ consumer.step = "count"
  /\ rpackets' = rpackets + 1
  /\ got' = consumer.m
  /\ consumer' = [consumer EXCEPT !.step = "next"]
  /\ UNCHANGED <<heap, head>> /\ UNCHANGED producerOwn

(* next is read before m is cleared: a cleared last holder may be refilled *)
(* at once, and then linked behind.                                        *)
DequeueNext ==
  /\ consumer.step = "next"
  /\ consumer' = [consumer EXCEPT !.step = "clear", !.next = heap[head].next]
  /\ UNCHANGED <<heap, head, rpackets, got>> /\ UNCHANGED producerOwn

DequeueClear ==
  /\ consumer.step = "clear"
  /\ heap' = [heap EXCEPT ![head].m = Null]
  /\ consumer' = [consumer EXCEPT !.step = IF consumer.next = Null THEN "idle" ELSE "free",
                                  !.m = Null]
  /\ UNCHANGED <<head, rpackets, got>> /\ UNCHANGED producerOwn

(* Only a holder that has a successor is ever freed.                       *)
DequeueFree ==
  /\ consumer.step = "free"
  /\ heap' = Free(head)
  /\ head' = consumer.next
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.next = Null]
  /\ UNCHANGED <<rpackets, got>> /\ UNCHANGED producerOwn

-------------------------------------------------------------------------------
Produce ==
  \/ AppendLoad
  \/ AppendLoadCount
  \/ \E p \in Packet : AppendReuse(p)
  \/ \E p \in Packet, h \in Holder : AppendLink(p, h)
  \/ AppendPublish

Read == \E n \in Packet : Snapshot(0, n)

Consume ==
  \/ Read
  \/ \E p \in Packet \cup {Null} : HeadLoad(p)
  \/ HeadDrop
  \/ DequeueCount
  \/ DequeueNext
  \/ DequeueClear
  \/ DequeueFree

Next == Produce \/ Consume

(* An append that has begun ends, and a reader keeps reading.              *)
Fairness == WF_vars(Produce) /\ WF_vars(Consume)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Safety                                                                  *)

(* The packets in the chain of live holders from h on.                     *)
RECURSIVE Chain(_)
Chain(h) ==
  IF h = Null \/ h \notin DOMAIN heap
  THEN <<>>
  ELSE (IF heap[h].m = Null THEN <<>> ELSE <<heap[h].m>>) \o Chain(heap[h].next)

(* The holders reachable from h.                                           *)
RECURSIVE Reach(_)
Reach(h) ==
  IF h = Null \/ h \notin DOMAIN heap THEN {} ELSE {h} \cup Reach(heap[h].next)

(* Nobody follows a pointer to a holder that was freed.                    *)
NoUseAfterFree ==
  /\ head \in DOMAIN heap
  /\ tail \in DOMAIN heap
  /\ consumer.next = Null \/ consumer.next \in DOMAIN heap
  /\ \A h \in DOMAIN heap : heap[h].next = Null \/ heap[h].next \in DOMAIN heap

NoLeak == DOMAIN heap = Reach(head)

TailIsLast == tail \in DOMAIN heap => heap[tail].next = Null

SnapshotHolds == consumer.step = "drop" => heap[head].next # Null

(* The chain, less a packet already counted as dequeued, less a packet not *)
(* yet counted as appended.                                                *)
Queued ==
  LET chain   == Chain(head)
      leaving == IF consumer.step \in {"next", "clear"} THEN 1 ELSE 0
      coming  == IF producer = "publish" THEN 1 ELSE 0
  IN  SubSeq(chain, 1 + leaving, Len(chain) - coming)

CountsAgree == Len(Queued) = wpackets - rpackets

(* Refinement: an append takes place when the count is published, a        *)
(* dequeue when it is counted.                                             *)
Abstract == INSTANCE Fifo WITH queue <- Queued
RefinesFifo == Abstract!FifoSpec
===============================================================================
