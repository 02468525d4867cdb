--------------------------------- MODULE D114 ---------------------------------
(* D114: the doorbell is rung before the frame is in its descriptor.  As a *)
(* mistake in the order of the code it fails under any memory model; the   *)
(* relaxed store of the doorbell, and the relaxed load, need no module.    *)
EXTENDS MCTransmitRing

BellFirst ==
  /\ driver.rung = driver.enqueued
  /\ driver.enqueued - driver.reclaimed < Size
  /\ driver.enqueued + 1 \in Frames
  /\ mem' \in Store(mem, "d", Doorbell, driver.enqueued + 1, BellStore)
  /\ driver' = [driver EXCEPT !.rung = @ + 1]
  /\ UNCHANGED <<device, onWire, wrong>>

FrameLast ==
  /\ driver.rung > driver.enqueued
  /\ mem' \in Store(mem, "d", Buffer(driver.enqueued), driver.rung, "relaxed")
  /\ driver' = [driver EXCEPT !.enqueued = @ + 1]
  /\ UNCHANGED <<device, onWire, wrong>>

D114Next == BellFirst \/ FrameLast \/ Reclaim \/ LoadDoorbell \/ Send

D114Spec == Init /\ [][D114Next]_vars
===============================================================================
