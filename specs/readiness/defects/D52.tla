--------------------------------- MODULE D52 ----------------------------------
(* D52: a user clears a knote's word after it has evaluated the condition. *)
(* A change between the two finds the word set, and puts nothing.          *)
EXTENDS MCReadiness

Uncleared == {k \in active : Places(k) = 0 /\ pass.at # k}

TakeWithoutClear(k) ==
  /\ Uncleared = {}
  /\ lock # Nobody
  /\ pass.at = NoKnote
  /\ batch # <<>>
  /\ k = Head(batch)
  /\ batch' = Tail(batch)
  /\ pass' = [pass EXCEPT !.at = IF k \in forgotten \cup pass.again THEN NoKnote ELSE k]
  /\ UNCHANGED <<lock, call, active, putting, ready, waking>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

ClearLast ==
  /\ lock # Nobody
  /\ Uncleared # {}
  /\ active' = active \ Uncleared
  /\ UNCHANGED <<lock, call, pass, putting, ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

D52Pass(u) ==
  /\ lock = u
  /\ \/ Uncleared = {} /\ TakeAll(Len(ready)) /\ UNCHANGED environment
     \/ (\E k \in Knote : TakeWithoutClear(k)) /\ UNCHANGED environment
     \/ Evaluate
     \/ ClearLast /\ UNCHANGED environment
     \/ Uncleared = {} /\ (\E k \in Knote, b \in 0..1 : Reactivate(k, b)) /\ UNCHANGED environment
     \/ Uncleared = {} /\ KqUnlock(u) /\ UNCHANGED environment

D52Next ==
  \/ OwnerStep
  \/ \E k \in Knote : Change(k)
  \/ \E u \in User : D52Pass(u) \/ Wait(u) \/ Enter(u)

D52Fairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(D52Pass(u))
       /\ SF_rvars(Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ Enter(u))

D52Spec == ReadinessInit /\ [][D52Next]_rvars /\ D52Fairness
===============================================================================
