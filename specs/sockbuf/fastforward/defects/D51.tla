--------------------------------- MODULE D51 ----------------------------------
(* D51: the producer takes the slot ahead for one more than it looked at.  *)
EXTENDS MCFastForwardProof

LoadAheadTooFar ==
  /\ pstep = "idle"
  /\ w = limit
  /\ limit' = IF slot[(w + Ahead) % N] = 0 THEN w + Ahead + 2 ELSE limit
  /\ pstep' = IF slot[(w + Ahead) % N] = 0 THEN "idle" ELSE "near"
  /\ UNCHANGED <<slot, w, r, cstep, got>>

D51Next == LoadAheadTooFar \/ LoadEmpty \/ AppendPublish \/ LoadSlot \/ DequeueCount

D51Spec == Init /\ [][D51Next]_vars
===============================================================================
