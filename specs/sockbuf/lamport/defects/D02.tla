--------------------------------- MODULE D02 ----------------------------------
(* D02: the read index is published before the slot has been read.  As a   *)
(* mistake in the order of the code it fails under any memory model; the   *)
(* relaxed store of r, which lets the memory do the same, needs no module. *)
EXTENDS MCLamport

DequeueCountBefore ==
  /\ consumer.step = "slot"
  /\ mem' \in Store(mem, "c", R, consumer.r + 1, RStore)
  /\ consumer' = [consumer EXCEPT !.step = "late", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

D02Next ==
  \/ Produce
  \/ Look
  \/ DequeueCountBefore
  \/ \E p \in Packet \cup {0} : LateLoadSlot(p)
  \/ FlushStep

D02Spec == Init /\ [][D02Next]_vars
===============================================================================
