--------------------------------- MODULE D53 ----------------------------------
(* D53: the owner links a knote and does not evaluate its condition then.  *)
(* What held before is reported only after another change.                 *)
EXTENDS MCReadiness

ForgetToEvaluate(k) ==
  /\ k \in fresh
  /\ fresh' = fresh \ {k}
  /\ UNCHANGED <<holds, disabled, changed>> /\ UNCHANGED vars

D53Next ==
  \/ \E k \in Knote : ForgetToEvaluate(k) \/ Tell(k)
  \/ Put
  \/ Wake
  \/ \E k \in Knote : Change(k)
  \/ \E u \in User : Pass(u) \/ Wait(u) \/ Enter(u)

D53Spec == ReadinessInit /\ [][D53Next]_rvars /\ Fairness
===============================================================================
