---------------------------------- MODULE D49 ---------------------------------
EXTENDS MCSpmcRing

(* The ticket is a load and a store.                                       *)
StoreR(t) ==
  /\ consumer[t].step = "claim"
  /\ mem' \in Store(mem, t, R, consumer[t].r + 1, "release")
  /\ consumer' = [consumer EXCEPT ![t].step = "take"]
  /\ UNCHANGED <<producer, raced>>

SplitNext ==
  \/ Produce
  \/ \E t \in Consumer : Look(t) \/ StoreR(t) \/ Take(t) \/ Clear(t) \/ ReadContents(t)

SplitSpec == Init /\ [][SplitNext]_vars

(* A full slot is taken for a packet, as in the FastForward ring: it may   *)
(* hold the one of the last time round, whose consumer is late.            *)
LookAtSlot(t) ==
  /\ consumer[t].step = "look"
  /\ \E l \in Load(mem, t, Slot(consumer[t].r), "acquire") :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT ![t].step = IF l.val # 0 THEN "claim" ELSE "idle"]
  /\ UNCHANGED <<producer, raced>>

SlotNext ==
  \/ Produce
  \/ \E t \in Consumer : LoadR(t) \/ LookAtSlot(t) \/ TakeTicket(t)

SlotSpec == Init /\ [][SlotNext]_vars

(* The producer takes its space from the read index, as in the Lamport     *)
(* ring: a slot is given back before its packet has been taken.            *)
LoadSpace ==
  /\ producer.step = "idle"
  /\ producer.w + 1 \in Packet
  /\ \E l \in Load(mem, "p", R, "acquire") :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT !.step = IF producer.w - l.val < Slots THEN "fill" ELSE "idle"]
  /\ UNCHANGED <<consumer, raced>>

IndexNext ==
  \/ LoadSpace \/ Fill \/ AppendPublish
  \/ \E t \in Consumer : Consume(t)

IndexSpec == Init /\ [][IndexNext]_vars
===============================================================================
