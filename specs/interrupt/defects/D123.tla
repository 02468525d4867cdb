--------------------------------- MODULE D123 ---------------------------------
(* D123: the scheduler gives the interrupt that was put off and takes the  *)
(* mark away afterwards: who finds the mark meanwhile relies on an         *)
(* interrupt that was given before.                                        *)
EXTENDS MCModeratedInterrupt

GiveFirst ==
  /\ timer = "due"
  /\ permit' = TRUE
  /\ timer' = "given"
  /\ UNCHANGED <<mem, sender, driver, filled>>

UnmarkBehind ==
  /\ timer = "given"
  /\ mem' \in Store(mem, Scheduler, Pending, 0, "release")
  /\ timer' = "idle"
  /\ UNCHANGED <<sender, driver, permit, filled>>

D123Next ==
  \/ \E s \in DeviceThread : (Claim(s) /\ UNCHANGED timer) \/ FillModerated(s)
  \/ GiveFirst
  \/ UnmarkBehind
  \/ Rest

D123Spec ==
  /\ ModeratedInit
  /\ [][D123Next]_allVars
  /\ ModeratedFairness
  /\ WF_allVars(GiveFirst \/ UnmarkBehind)
===============================================================================
