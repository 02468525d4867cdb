------------------------------- MODULE SpmcRing -------------------------------
(***************************************************************************)
(* Many consumers and no lock: a ring from which a consumer takes a        *)
(* ticket, the read index, by compare-and-set, and then at its leisure the *)
(* packet of that index.  Slots 0..Slots-1; slot i is used for index i     *)
(* modulo Slots.                                                           *)
(*                                                                         *)
(* The read index says only who takes what.  That a slot may be filled     *)
(* anew is said by the slot, which its consumer clears: a consumer with a  *)
(* ticket may be late.  That a packet is there is said by the write index: *)
(* a slot may still hold the packet of the last time round.                *)
(*                                                                         *)
(* Contents(p) stands for the packet's memory, which is plain.             *)
(***************************************************************************)
EXTENDS Memory, Integers

CONSTANTS
  Consumer,              \* threads; the producer is "p"
  Slots,                 \* size of the ring
  Packet,                \* packets are numbered 1, 2, ... in the order of appending
  WStore, WLoad          \* mode of the producer's store of w, and of the consumers' load

W == <<"w", 0>>
R == <<"r", 0>>
Slot(i) == <<"slot", i % Slots>>
Contents(p) == <<"contents", p>>

RingLocations ==
  {W, R} \cup {Slot(i) : i \in 0..Slots - 1} \cup {Contents(p) : p \in Packet}

VARIABLES
  mem,
  producer,        \* [step, w]: next step, own index
  consumer,        \* consumer -> [step, r, got]: next step, the read index as last loaded or the
                   \*   ticket, what the slot of the ticket holds
  raced            \* history: a packet was accessed by two at once

vars == <<mem, producer, consumer, raced>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [step |-> "idle", w |-> 0]
  /\ consumer = [t \in Consumer |-> [step |-> "idle", r |-> 0, got |-> 0]]
  /\ raced = FALSE

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* Is the next slot empty?  If not, the ring is full, and it looks again.  *)
LoadEmpty ==
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", Slot(producer.w), "relaxed") :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = IF l.val = 0 THEN "fill" ELSE "idle"]
  /\ UNCHANGED <<consumer, raced>>

Fill ==
  /\ producer.step = "fill"
  /\ \E m \in Store(mem, "p", Contents(producer.w + 1), producer.w + 1, "relaxed") :
       mem' \in Store(m, "p", Slot(producer.w), producer.w + 1, "relaxed")
  /\ producer' = [producer EXCEPT !.step = "publish"]
  /\ UNCHANGED <<consumer, raced>>

AppendPublish ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", W, producer.w + 1, WStore)
  /\ producer' = [step |-> "idle", w |-> producer.w + 1]
  /\ UNCHANGED <<consumer, raced>>

-------------------------------------------------------------------------------
(* Consumer t                                                              *)

LoadR(t) ==
  /\ consumer[t].step = "idle"
  /\ \E l \in Load(mem, t, R, "acquire") :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT ![t].step = "look", ![t].r = l.val]
  /\ UNCHANGED <<producer, raced>>

(* Nothing is there if the write index says so.                            *)
LoadW(t) ==
  /\ consumer[t].step = "look"
  /\ \E l \in Load(mem, t, W, WLoad) :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT ![t].step = IF l.val > consumer[t].r THEN "claim" ELSE "idle"]
  /\ UNCHANGED <<producer, raced>>

(* The ticket, or another was faster.                                      *)
Claim(t) ==
  /\ consumer[t].step = "claim"
  /\ \E c \in CompareAndSet(mem, t, R, consumer[t].r, consumer[t].r + 1) :
       /\ mem' = c.mem
       /\ consumer' = [consumer EXCEPT ![t].step = IF c.ok THEN "take" ELSE "idle"]
  /\ UNCHANGED <<producer, raced>>

Take(t) ==
  /\ consumer[t].step = "take"
  /\ \E l \in Load(mem, t, Slot(consumer[t].r), "relaxed") :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT ![t].step = "clear", ![t].got = l.val]
  /\ UNCHANGED <<producer, raced>>

Clear(t) ==
  /\ consumer[t].step = "clear"
  /\ mem' \in Store(mem, t, Slot(consumer[t].r), 0, "relaxed")
  /\ consumer' = [consumer EXCEPT ![t].step = "read"]
  /\ UNCHANGED <<producer, raced>>

(* The packet is the consumer's, who reads it.                             *)
ReadContents(t) ==
  /\ consumer[t].step = "read"
  /\ \E l \in Load(mem, t, Contents(consumer[t].got), "relaxed") :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT ![t] = [step |-> "idle", r |-> 0, got |-> 0]]
  /\ raced' = (raced \/ Unseen(mem, t, Contents(consumer[t].got)))
  /\ UNCHANGED producer

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, raced>>

Produce == LoadEmpty \/ Fill \/ AppendPublish
Look(t) == LoadR(t) \/ LoadW(t)
TakeTicket(t) == Claim(t) \/ Take(t) \/ Clear(t) \/ ReadContents(t)
Consume(t) == Look(t) \/ TakeTicket(t)

Next == Produce \/ (\E t \in Consumer : Consume(t)) \/ FlushStep

(* All go on, stores become visible, and a load that is repeated returns   *)
(* the newest value in the end.                                            *)
FreshEmpty ==
  LoadEmpty => (producer'.step = "fill") = (Last(mem, Slot(producer.w)) = 0)
FreshLook(t) ==
  /\ LoadR(t) => consumer'[t].r = Last(mem, R)
  /\ LoadW(t) => (consumer'[t].step = "claim") = (Last(mem, W) > consumer[t].r)

Fairness ==
  /\ WF_vars(Produce /\ FreshEmpty)
  /\ \A t \in Consumer : WF_vars(Consume(t) /\ FreshLook(t)) /\ SF_vars(LoadW(t) /\ FreshLook(t))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
NoRace == ~raced

HasTicket(t) == consumer[t].step \in {"take", "clear", "read"}

(* Two consumers never have one ticket.                                    *)
EachOnce ==
  \A t, u \in Consumer : t # u /\ HasTicket(t) /\ HasTicket(u) => consumer[t].r # consumer[u].r

(* With a ticket comes the packet of its index.                            *)
InOrder == \A t \in Consumer : consumer[t].step \in {"clear", "read"} => consumer[t].got = consumer[t].r + 1

(* A dequeue takes place when the ticket is taken.  Packets are numbered,  *)
(* so the queue follows from the indices.                                  *)
Queued == [i \in 1..Last(mem, W) - Last(mem, R) |-> Last(mem, R) + i]

Abstract == INSTANCE Fifo WITH queue <- Queued, got <- Last(mem, R)
RefinesFifo == Abstract!FifoSpec
===============================================================================
