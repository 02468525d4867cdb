------------------------------ MODULE D65Silent -------------------------------
(* D65: a user who was woken sees that the queue is closed and returns     *)
(* without another pass.  The knote that woke it stays on the ready list,  *)
(* and so wakes nobody else.                                               *)
EXTENDS MCReadiness

ReturnSilently(u) ==
  /\ At(u, "again")
  /\ Wakeup \in closed
  /\ Return(u)
  /\ UNCHANGED <<lock, pass, active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits /\ UNCHANGED environment

EnterUnlessClosed(u) == ~(At(u, "again") /\ Wakeup \in closed) /\ Enter(u)

D65SilentNext ==
  \/ QueueStep
  \/ \E u \in User : Pass(u) \/ Wait(u) \/ EnterUnlessClosed(u) \/ ReturnSilently(u)

D65SilentFairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(Pass(u))
       /\ SF_rvars(Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ (EnterUnlessClosed(u) \/ ReturnSilently(u)))

D65SilentSpec == ReadinessInit /\ [][D65SilentNext]_rvars /\ D65SilentFairness
===============================================================================
