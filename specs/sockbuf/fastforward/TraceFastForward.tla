--------------------------- MODULE TraceFastForward ---------------------------
(* The steps that probes report.  Packets are numbered without end.        *)
EXTENDS FastForward

ReportedNext ==
  \/ \E b \in {0, 1} : LoadAhead(b)
  \/ \E b \in {0, 1} : LoadEmpty(b)
  \/ \E p \in Packet : StorePayload(p)
  \/ AppendPublish
  \/ \E u, n \in Nat : Snapshot(u, n)
  \/ \E p \in Nat : LoadPayload(p)
  \/ DequeueCount

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
