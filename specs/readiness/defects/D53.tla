--------------------------------- MODULE D53 ----------------------------------
(* D53: the owner links a knote and does not evaluate its condition then.  *)
(* What held before is reported only after another change.                 *)
EXTENDS MCReadiness

ForgetToEvaluate(k) ==
  /\ k \in fresh
  /\ fresh' = fresh \ {k}
  /\ UNCHANGED <<holds, changed>> /\ UNCHANGED vars

D53Next ==
  \/ \E k \in Knote : ForgetToEvaluate(k) \/ Tell(k)
  \/ Put
  \/ Wake
  \/ \E k \in Knote :
       Enable(k) \/ Link(k) \/ CloseSocket(k) \/ Unlink(k) \/ Disable(k) \/ Removed(k)
  \/ \E u \in User : Pass(u) \/ Wait(u) \/ Enter(u)

D53Spec == ReadinessInit /\ [][D53Next]_rvars /\ Fairness
===============================================================================
