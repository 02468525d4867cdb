--------------------------------- MODULE D119 ---------------------------------
(* D119: a user enables a knote and does not activate it.  The condition   *)
(* has held since before, so the owner does not activate it either.        *)
EXTENDS MCReadiness

WantSilently(k) ==
  /\ k \in disabled
  /\ lock = Nobody
  /\ disabled' = disabled \ {k}
  /\ UNCHANGED <<holds, changed, fresh>> /\ UNCHANGED vars

D119Next == ReadinessNext \/ \E k \in Knote : WantSilently(k)

D119Spec == ReadinessInit /\ [][D119Next]_rvars /\ Fairness
===============================================================================
