--------------------------------- MODULE D66 ----------------------------------
(* D66: a user makes the condition of a knote true and tells nobody:       *)
(* SO_RCVLOWAT is lowered by the user who asks for it, and not by the      *)
(* owner.                                                                  *)
EXTENDS MCReadiness

LowerMark(k) ==
  /\ k \notin closed
  /\ holds' = holds \cup {k}
  /\ UNCHANGED <<disabled, changed, fresh>> /\ UNCHANGED vars

D66Next == ReadinessNext \/ \E k \in Knote : LowerMark(k)

D66Spec == ReadinessInit /\ [][D66Next]_rvars /\ Fairness
===============================================================================
