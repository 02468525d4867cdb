--------------------------------- MODULE D45 ----------------------------------
(* D45: the owner announces that it waits and parks without looking again. *)
(* A message put before the announcement finds nobody waiting.             *)
EXTENDS MCMessagePort

ParkAtOnce ==
  /\ owner = "announced"
  /\ owner' = "park"
  /\ UNCHANGED <<queue, waiting, permit, waking>>

D45Next ==
  \/ \E m \in Message : Put(m)
  \/ \E w \in {0, 1} : Wake(w)
  \/ \E m \in Message : Get(m)
  \/ AnnounceWait
  \/ ParkAtOnce
  \/ CancelWait

D45Fairness ==
  /\ SF_vars(\E m \in Message : Get(m))
  /\ WF_vars(ParkAtOnce)
  /\ WF_vars(CancelWait /\ permit)
  /\ WF_vars(\E w \in {0, 1} : Wake(w))

D45Spec == Init /\ [][D45Next]_vars /\ D45Fairness
===============================================================================
