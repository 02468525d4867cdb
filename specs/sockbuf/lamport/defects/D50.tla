--------------------------------- MODULE D50 ----------------------------------
(* D50: the test for a full ring is off by one.                            *)
EXTENDS MCLamportProof

StoreSlotTooSoon ==
  /\ pstep = "idle"
  /\ w - rSeen <= N
  /\ slot' = [slot EXCEPT ![w % N] = w + 1]
  /\ pstep' = "publish"
  /\ UNCHANGED <<w, r, wSeen, rSeen, cstep, got>>

D50Next == LoadR \/ StoreSlotTooSoon \/ AppendPublish \/ LoadW \/ LoadSlot \/ DequeueCount

D50Spec == Init /\ [][D50Next]_vars
===============================================================================
