--------------------------------- MODULE D18 ----------------------------------
(* D18: the notify message is marked as arrived after the look.  An append *)
(* between the last look and the mark finds the message still on its way.  *)
EXTENDS MCNotify

Arrive ==
  /\ queued
  /\ ~scanning
  /\ queued' = FALSE
  /\ scanning' = TRUE
  /\ UNCHANGED <<data, pending, writers>>

ClearLast ==
  /\ ~queued
  /\ ~scanning
  /\ pending = 1
  /\ pending' = 0
  /\ UNCHANGED <<data, queued, writers, scanning>>

LookAsked == scanning /\ Look

D18Next ==
  \/ AppendPublish
  \/ \E b \in {0, 1} : Post(b)
  \/ Arrive
  \/ LookAsked
  \/ DequeueCount
  \/ ClearLast

D18Fairness ==
  /\ WF_vars(\E b \in {0, 1} : Post(b))
  /\ WF_vars(Arrive)
  /\ WF_vars(LookAsked)
  /\ WF_vars(ClearLast)
  /\ SF_vars(DequeueCount)

D18Spec == Init /\ [][D18Next]_vars /\ D18Fairness
===============================================================================
