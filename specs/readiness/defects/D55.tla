--------------------------------- MODULE D55 ----------------------------------
(* D55: a user that returns with events does not pass on a wake-up that    *)
(* it got meanwhile.  Its waker found it among the waiting users, and so   *)
(* woke nobody else.                                                       *)
EXTENDS MCReadiness

RetractAlone(u) ==
  /\ u \in DOMAIN call
  /\ call[u] \in {"retract", "park"}
  /\ waiters' = Without(waiters, u)
  /\ permit' = permit \ {u}
  /\ IF At(u, "park") THEN GoTo(u, "again") ELSE Return(u)
  /\ UNCHANGED <<lock, pass, active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes

D55Wait(u) == (Announce(u) \/ RetractAlone(u)) /\ UNCHANGED environment

D55Next ==
  \/ OwnerStep
  \/ \E k \in Knote : Change(k)
  \/ \E u \in User : Pass(u) \/ D55Wait(u) \/ Enter(u)

D55Fairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(Pass(u))
       /\ SF_rvars(D55Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ Enter(u))

D55Spec == ReadinessInit /\ [][D55Next]_rvars /\ D55Fairness
===============================================================================
