------------------------------- MODULE Lamport --------------------------------
(***************************************************************************)
(* The Lamport ring between one producer and one consumer that share no    *)
(* lock: slots 0..Slots-1, a write index w that the producer advances, a   *)
(* read index r that the consumer advances.  Both run free; slot i is used *)
(* for index i modulo Slots.  Each action is at most one access to shared  *)
(* memory, of any of the models of Memory.tla.                             *)
(*                                                                         *)
(* A side remembers the other's index and looks again when it wants to; it *)
(* has to when the ring is full, or empty, as far as it remembers.         *)
(*                                                                         *)
(* Slots are plain memory: two accesses of which one is a store must be    *)
(* ordered.  ReadMark(i) stands for the consumer's reads of slot i, so     *)
(* that the producer can be asked whether it has seen them.                *)
(***************************************************************************)
EXTENDS Memory

CONSTANTS
  Slots,           \* size of the ring
  Packet,          \* packets are numbered 1, 2, ... in the order of appending
  WStore, WLoad,   \* mode of the producer's store of w, and of the consumer's load
  RStore, RLoad    \* mode of the consumer's store of r, and of the producer's load

W == <<"w", 0>>
R == <<"r", 0>>
Slot(i) == <<"slot", i % Slots>>
ReadMark(i) == <<"read", i % Slots>>

RingLocations ==
  {W, R} \cup {Slot(i) : i \in 0..Slots - 1} \cup {ReadMark(i) : i \in 0..Slots - 1}

VARIABLES
  mem,
  producer,        \* [step, w, r]: next step, own index, the read index as last loaded
  consumer,        \* [step, r, w]: next step, own index, the write index as last loaded
  read,            \* history: packets read from their slots
  got,             \* history: the packet read last
  raced            \* history: a slot was accessed by both sides at once

vars == <<mem, producer, consumer, read, got, raced>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [step |-> "idle", w |-> 0, r |-> 0]
  /\ consumer = [step |-> "idle", r |-> 0, w |-> 0]
  /\ read = 0
  /\ got = 0
  /\ raced = FALSE

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Looks how far the consumer is.                                          *)
LoadR ==
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", R, RLoad) :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.r = l.val]
  /\ UNCHANGED <<consumer, read, got, raced>>

StoreSlot(p) ==
  /\ producer.step = "idle"
  /\ producer.w - producer.r < Slots
  /\ p = producer.w + 1
  /\ mem' \in Store(mem, "p", Slot(producer.w), p, "relaxed")
  /\ raced' = (raced \/ Unseen(mem, "p", ReadMark(producer.w)))
  /\ producer' = [producer EXCEPT !.step = "publish"]
  /\ UNCHANGED <<consumer, read, got>>

(* The store of w.                                                         *)
AppendPublish ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", W, producer.w + 1, WStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED <<consumer, read, got, raced>>

-------------------------------------------------------------------------------
(* Consumer                                                                *)

(* User u sees n packets: as many as it remembers, or the load of w.       *)
Snapshot(u, n) ==
  /\ consumer.step \in {"idle", "slot"}
  /\ \/ /\ consumer.w > consumer.r
        /\ n = consumer.w - consumer.r
        /\ consumer' = [consumer EXCEPT !.step = "slot"]
        /\ UNCHANGED mem
     \/ \E l \in Load(mem, "c", W, WLoad) :
          /\ n = l.val - consumer.r
          /\ mem' = l.mem
          /\ consumer' = [consumer EXCEPT !.w = l.val, !.step = IF n > 0 THEN "slot" ELSE "idle"]
  /\ UNCHANGED <<producer, read, got, raced>>

(* The read itself, of the packet with index read.                         *)
ReadSlot(p) ==
  \E l \in Load(mem, "c", Slot(read), "relaxed") :
    /\ p = l.val
    /\ got' = p
    /\ read' = read + 1
    /\ raced' = (raced \/ Unseen(mem, "c", Slot(read)))
    /\ IF MemoryModel = "ra"
       THEN mem' \in Store(l.mem, "c", ReadMark(read), 0, "relaxed")
       ELSE mem' = l.mem

LoadSlot(p) ==
  /\ consumer.step = "slot"
  /\ ReadSlot(p)
  /\ consumer' = [consumer EXCEPT !.step = "free"]
  /\ UNCHANGED producer

(* The store of r.                                                         *)
DequeueCount ==
  /\ consumer.step = "free"
  /\ mem' \in Store(mem, "c", R, consumer.r + 1, RStore)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

(* A relaxed store of r does not wait for the read of the slot: the read   *)
(* is late.                                                                *)
DequeueCountFirst ==
  /\ MemoryModel = "ra" /\ RStore = "relaxed"
  /\ consumer.step = "slot"
  /\ mem' \in Store(mem, "c", R, consumer.r + 1, RStore)
  /\ consumer' = [consumer EXCEPT !.step = "late", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

LateLoadSlot(p) ==
  /\ consumer.step = "late"
  /\ ReadSlot(p)
  /\ consumer' = [consumer EXCEPT !.step = "idle"]
  /\ UNCHANGED producer

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, read, got, raced>>

Produce == LoadR \/ AppendPublish \/ \E p \in Packet : StoreSlot(p)

Look == \E n \in Packet \cup {0} : Snapshot(0, n)

Consume ==
  \/ Look
  \/ DequeueCount
  \/ DequeueCountFirst
  \/ \E p \in Packet \cup {0} : LoadSlot(p) \/ LateLoadSlot(p)

Next == Produce \/ Consume \/ FlushStep

(* Both sides go on, stores become visible, and a load that is repeated    *)
(* returns the newest value in the end.                                    *)
FreshR == LoadR => producer'.r = Last(mem, R)
FreshW == Look => consumer'.w = Last(mem, W)

Fairness ==
  WF_vars(Produce /\ FreshR) /\ WF_vars(Consume /\ FreshW) /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
NoRace == ~raced

(* What is published and not read.  Packets are numbered, so it follows    *)
(* from the indices; a dequeue takes place when the slot is read.          *)
Queued ==
  IF Last(mem, W) < read THEN <<>> ELSE [i \in 1..Last(mem, W) - read |-> read + i]

Fits == Last(mem, W) - consumer.r <= Slots

Abstract == INSTANCE Fifo WITH queue <- Queued
RefinesFifo == Abstract!FifoSpec
===============================================================================
