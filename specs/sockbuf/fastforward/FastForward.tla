----------------------------- MODULE FastForward ------------------------------
(***************************************************************************)
(* The FastForward ring between one producer and one consumer: the slot    *)
(* itself says whether it is full.  A slot that holds 0 is empty, one that *)
(* holds p is full of packet p; each side keeps its index to itself.  What *)
(* a packet says is in memory that is used again, one cell per slot here.  *)
(* Each action is at most one access to shared memory, of any of the       *)
(* models of Memory.tla.                                                   *)
(*                                                                         *)
(* Payload is plain memory: two accesses of which one is a store must be   *)
(* ordered.  ReadMark(i) stands for the consumer's reads of cell i.        *)
(*                                                                         *)
(* Slip, the distance that keeps both sides off one cache line, is not     *)
(* here: a wait for it may delay the consumer, and must end.  D04-slip is  *)
(* a wait that does not.                                                   *)
(***************************************************************************)
EXTENDS Memory

CONSTANTS
  Slots,             \* size of the ring; all slots are usable
  Packet,            \* packets are numbered 1, 2, ... in the order of appending
  FillStore, FillLoad,     \* mode of the producer's store of a slot, and of the consumer's load
  ClearStore, ClearLoad    \* mode of the consumer's store of a slot, and of the producer's load

Slot(i) == <<"slot", i % Slots>>
Payload(i) == <<"payload", i % Slots>>
ReadMark(i) == <<"read", i % Slots>>

RingLocations ==
  UNION {{Slot(i), Payload(i), ReadMark(i)} : i \in 0..Slots - 1}

VARIABLES
  mem,
  producer,        \* [step, w]: next step, own index
  consumer,        \* [step, r]: next step, own index
  read,            \* history: packets read
  got,             \* history: what the packet read last said
  raced            \* history: a cell was accessed by both sides at once

vars == <<mem, producer, consumer, read, got, raced>>

Init ==
  /\ mem = MemoryInit([l \in Location |-> 0])
  /\ producer = [step |-> "idle", w |-> 0]
  /\ consumer = [step |-> "idle", r |-> 0]
  /\ read = 0
  /\ got = 0
  /\ raced = FALSE

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Is the slot empty?  With the ring full, it looks again.                 *)
LoadEmpty ==
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", Slot(producer.w), ClearLoad) :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = IF l.val = 0 THEN "payload" ELSE "idle"]
  /\ UNCHANGED <<consumer, read, got, raced>>

StorePayload ==
  /\ producer.step = "payload"
  /\ mem' \in Store(mem, "p", Payload(producer.w), producer.w + 1, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "p", ReadMark(producer.w)))
  /\ producer' = [producer EXCEPT !.step = "fill"]
  /\ UNCHANGED <<consumer, read, got>>

Fill ==
  /\ producer.step = "fill"
  /\ mem' \in Store(mem, "p", Slot(producer.w), producer.w + 1, FillStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED <<consumer, read, got, raced>>

-------------------------------------------------------------------------------
(* Consumer                                                                *)

LoadFull ==
  /\ consumer.step = "idle"
  /\ \E l \in Load(mem, "c", Slot(consumer.r), FillLoad) :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT !.step = IF l.val # 0 THEN "payload" ELSE "idle"]
  /\ UNCHANGED <<producer, read, got, raced>>

ReadPayload ==
  \E l \in Load(mem, "c", Payload(read), "relaxed") :
    /\ got' = l.val
    /\ read' = read + 1
    /\ raced' = (raced \/ Unseen(mem, "c", Payload(read)))
    /\ IF MemoryModel = "ra"
       THEN mem' \in Store(l.mem, "c", ReadMark(read), 0, "relaxed")
       ELSE mem' = l.mem

LoadPayload ==
  /\ consumer.step = "payload"
  /\ ReadPayload
  /\ consumer' = [consumer EXCEPT !.step = "clear"]
  /\ UNCHANGED producer

Clear ==
  /\ consumer.step = "clear"
  /\ mem' \in Store(mem, "c", Slot(consumer.r), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

(* A relaxed store does not wait for the read of the payload: the read is  *)
(* late.                                                                   *)
ClearFirst ==
  /\ MemoryModel = "ra" /\ ClearStore = "relaxed"
  /\ consumer.step = "payload"
  /\ mem' \in Store(mem, "c", Slot(consumer.r), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "late", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

LateLoadPayload ==
  /\ consumer.step = "late"
  /\ ReadPayload
  /\ consumer' = [consumer EXCEPT !.step = "idle"]
  /\ UNCHANGED producer

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, read, got, raced>>

Produce == LoadEmpty \/ StorePayload \/ Fill

Consume == LoadFull \/ LoadPayload \/ Clear \/ ClearFirst \/ LateLoadPayload

Next == Produce \/ Consume \/ FlushStep

(* Both sides go on, stores become visible, and a load that is repeated    *)
(* returns the newest value in the end.                                    *)
FreshEmpty ==
  producer.step = "idle" =>
    (producer'.step = "payload") = (Last(mem, Slot(producer.w)) = 0)
FreshFull ==
  consumer.step = "idle" =>
    (consumer'.step = "payload") = (Last(mem, Slot(consumer.r)) # 0)

Fairness ==
  WF_vars(Produce /\ FreshEmpty) /\ WF_vars(Consume /\ FreshFull) /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
NoRace == ~raced

(* The packets in the slots, from the first that was not read.  A dequeue  *)
(* takes place when the payload is read.                                   *)
FullOf(k) == Last(mem, Slot(read + k)) = read + k + 1

Queued ==
  LET n == CHOOSE n \in 0..Slots :
             /\ \A k \in 0..n - 1 : FullOf(k)
             /\ n = Slots \/ ~FullOf(n)
  IN  [i \in 1..n |-> read + i]

Abstract == INSTANCE Fifo WITH queue <- Queued
RefinesFifo == Abstract!FifoSpec
===============================================================================
