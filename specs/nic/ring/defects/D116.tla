--------------------------------- MODULE D116 ---------------------------------
(* D116: the test for a full ring is off by one, so a frame is written     *)
(* over one that is not sent.                                              *)
EXTENDS MCTransmitRing

EnqueueTooSoon ==
  /\ driver.enqueued - driver.reclaimed <= Size
  /\ driver.enqueued + 1 \in Frames
  /\ mem' \in Store(mem, "d", Buffer(driver.enqueued), driver.enqueued + 1, "relaxed")
  /\ driver' = [driver EXCEPT !.enqueued = @ + 1]
  /\ UNCHANGED <<device, onWire, wrong>>

D116Next == EnqueueTooSoon \/ Ring \/ Reclaim \/ LoadDoorbell \/ Send

D116Spec == Init /\ [][D116Next]_vars
===============================================================================
