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
(* The producer looks some way ahead first: the consumer clears slots in   *)
(* their order, so a slot that is empty there says that all before it are. *)
(*                                                                         *)
(* Slip, the distance that keeps the consumer off the producer's cache     *)
(* line, is not here: a wait for it may delay the consumer, and must end.  *)
(* D04-slip is a wait that does not.                                       *)
(***************************************************************************)
EXTENDS Memory

CONSTANTS
  Slots,             \* size of the ring; all slots are usable
  Ahead,             \* how many slots ahead the producer looks, 0..Slots-1
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
  producer,        \* [step, w, limit]: next step, own index, slots below limit are empty
  consumer,        \* [step, r, seen]: next step, own index, slots below seen were seen full
  read,            \* history: packets read
  got,             \* history: what the packet read last said
  raced            \* history: a cell was accessed by both sides at once

vars == <<mem, producer, consumer, read, got, raced>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [step |-> "idle", w |-> 0, limit |-> 0]
  /\ consumer = [step |-> "idle", r |-> 0, seen |-> 0]
  /\ read = 0
  /\ got = 0
  /\ raced = FALSE

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Is the slot some way ahead empty?  b says so.                           *)
LoadAhead(b) ==
  /\ producer.step = "idle"
  /\ producer.w = producer.limit
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", Slot(producer.w + Ahead), ClearLoad) :
       /\ b = (IF l.val = 0 THEN 1 ELSE 0)
       /\ mem' = l.mem
       /\ producer' = IF b = 1 THEN [producer EXCEPT !.limit = producer.w + Ahead + 1]
                               ELSE [producer EXCEPT !.step = "near"]
  /\ UNCHANGED <<consumer, read, got, raced>>

(* Is the slot itself?  With the ring full, it looks again.                *)
LoadEmpty(b) ==
  /\ producer.step = "near"
  /\ \E l \in Load(mem, "p", Slot(producer.w), ClearLoad) :
       /\ b = (IF l.val = 0 THEN 1 ELSE 0)
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = "idle", !.limit = @ + b]
  /\ UNCHANGED <<consumer, read, got, raced>>

StorePayload(p) ==
  /\ producer.step = "idle"
  /\ producer.w < producer.limit
  /\ p = producer.w + 1
  /\ p \in Packet
  /\ mem' \in Store(mem, "p", Payload(producer.w), p, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "p", ReadMark(producer.w)))
  /\ producer' = [producer EXCEPT !.step = "fill"]
  /\ UNCHANGED <<consumer, read, got>>

(* The slot is filled.                                                     *)
AppendPublish ==
  /\ producer.step = "fill"
  /\ mem' \in Store(mem, "p", Slot(producer.w), producer.w + 1, FillStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED <<consumer, read, got, raced>>

-------------------------------------------------------------------------------
(* Consumer                                                                *)

Larger(i, j) == IF i > j THEN i ELSE j

(* User u looks at the oldest slot, or, with the note cursor, at the first *)
(* one behind those that it has seen full.  It sees n packets.             *)
Snapshot(u, n) ==
  /\ consumer.step \in {"idle", "payload"}
  /\ \E k \in {n, n - 1} \cap 0..Slots - 1 :
       /\ consumer.r + k <= Larger(consumer.seen, consumer.r)
       /\ \E l \in Load(mem, "c", Slot(consumer.r + k), FillLoad) :
            /\ n = IF l.val # 0 THEN k + 1 ELSE k
            /\ mem' = l.mem
            /\ consumer' = [consumer EXCEPT !.step = IF n > 0 THEN "payload" ELSE "idle",
                                            !.seen = Larger(@, consumer.r + n)]
  /\ UNCHANGED <<producer, read, got, raced>>

ReadPayload(p) ==
  \E l \in Load(mem, "c", Payload(read), "relaxed") :
    /\ p = l.val
    /\ got' = p
    /\ read' = read + 1
    /\ raced' = (raced \/ Unseen(mem, "c", Payload(read)))
    /\ IF MemoryModel = "ra"
       THEN mem' \in Store(l.mem, "c", ReadMark(read), 0, "relaxed")
       ELSE mem' = l.mem

LoadPayload(p) ==
  /\ consumer.step = "payload"
  /\ ReadPayload(p)
  /\ consumer' = [consumer EXCEPT !.step = "clear"]
  /\ UNCHANGED producer

(* The slot is cleared.                                                    *)
DequeueCount ==
  /\ consumer.step = "clear"
  /\ mem' \in Store(mem, "c", Slot(consumer.r), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

(* A relaxed store does not wait for the read of the payload: the read is  *)
(* late.                                                                   *)
DequeueCountFirst ==
  /\ MemoryModel = "ra" /\ ClearStore = "relaxed"
  /\ consumer.step = "payload"
  /\ mem' \in Store(mem, "c", Slot(consumer.r), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "late", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

LateLoadPayload(p) ==
  /\ consumer.step = "late"
  /\ ReadPayload(p)
  /\ consumer' = [consumer EXCEPT !.step = "idle"]
  /\ UNCHANGED producer

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, read, got, raced>>

Probing == \E b \in {0, 1} : LoadAhead(b) \/ LoadEmpty(b)

Produce == Probing \/ AppendPublish \/ \E p \in Packet : StorePayload(p)

Look == \E n \in 0..Slots : Snapshot(0, n)

Consume ==
  \/ Look
  \/ DequeueCount
  \/ DequeueCountFirst
  \/ \E p \in Packet \cup {0} : LoadPayload(p) \/ LateLoadPayload(p)

Next == Produce \/ Consume \/ FlushStep

(* Both sides go on, stores become visible, and a load that is repeated    *)
(* returns the newest value in the end.                                    *)
FreshEmpty ==
  LET at == IF producer.step = "idle" THEN producer.w + Ahead ELSE producer.w
  IN  Probing => (producer'.limit > producer.limit) = (Last(mem, Slot(at)) = 0)
FreshFull ==
  Look => (consumer'.seen > consumer.r) = (Last(mem, Slot(consumer.r)) # 0)

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
