--------------------------------- MODULE D54 ----------------------------------
(* D54: a user that found nothing announces that it waits and parks        *)
(* without another pass.  A knote put before the announcement finds nobody *)
(* to wake.                                                                *)
EXTENDS MCReadiness

AnnounceAndPark(u) ==
  /\ At(u, "announce")
  /\ waiters' = Append(waiters, u)
  /\ GoTo(u, "park")
  /\ UNCHANGED <<lock, pass, permit, active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes

D54Wait(u) == (AnnounceAndPark(u) \/ \E b \in 0..1 : Retract(u, b)) /\ UNCHANGED environment

D54Next ==
  \/ OwnerStep
  \/ \E k \in Knote : Change(k)
  \/ \E u \in User : Pass(u) \/ D54Wait(u) \/ Enter(u)

D54Fairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(Pass(u))
       /\ SF_rvars(D54Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ Enter(u))

D54Spec == ReadinessInit /\ [][D54Next]_rvars /\ D54Fairness
===============================================================================
