--------------------------------- MODULE D115 ---------------------------------
(* D115: a buffer is freed before its frame is sent: the driver takes back *)
(* what it has rung for; or the device completes a descriptor before it    *)
(* reads the frame.  The relaxed store of the count sent, which lets the   *)
(* memory do that, and the relaxed load, need no module.                   *)
EXTENDS MCTransmitRing

ReclaimRung ==
  /\ driver.reclaimed < driver.rung
  /\ mem' \in Store(mem, "d", Buffer(driver.reclaimed), 0, "relaxed")
  /\ driver' = [driver EXCEPT !.reclaimed = @ + 1]
  /\ UNCHANGED <<device, onWire, wrong>>

D115Next == Enqueue \/ Ring \/ ReclaimRung \/ LoadDoorbell \/ Send

D115Spec == Init /\ [][D115Next]_vars

CompleteBeforeSend ==
  /\ device.step = "idle"
  /\ device.sent < device.rung
  /\ mem' \in Store(mem, "n", Sent, device.sent + 1, SentStore)
  /\ device' = [device EXCEPT !.step = "late"]
  /\ UNCHANGED <<driver, onWire, wrong>>

D115OrderNext == Enqueue \/ Ring \/ Reclaim \/ LoadDoorbell \/ CompleteBeforeSend \/ SendLate

D115OrderSpec == Init /\ [][D115OrderNext]_vars
===============================================================================
