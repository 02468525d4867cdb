--------------------------------- MODULE D65 ----------------------------------
(* D65: that the queue is closed is reported once, to the user who was     *)
(* woken first, and not put back.  Nobody wakes the others.                *)
EXTENDS MCReadiness

EvaluateOnce(k) ==
  /\ lock # Nobody
  /\ k # NoKnote
  /\ pass.at = k
  /\ pass' = [pass EXCEPT !.at = NoKnote, !.events = TRUE]
  /\ UNCHANGED <<lock, call, active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

D65Pass(u) ==
  /\ lock = u
  /\ \/ TakeAll(Len(ready)) /\ UNCHANGED environment
     \/ (\E k \in Knote : Take(k)) /\ UNCHANGED environment
     \/ (\E k \in Knote : EvaluateOnce(k)) /\ UNCHANGED environment
     \/ KqUnlock(u) /\ UNCHANGED environment

D65Next ==
  \/ QueueStep
  \/ \E u \in User : D65Pass(u) \/ Wait(u) \/ Enter(u)

D65Fairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(D65Pass(u))
       /\ SF_rvars(Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ Enter(u))

D65Spec == ReadinessInit /\ [][D65Next]_rvars /\ D65Fairness
===============================================================================
