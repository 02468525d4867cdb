----------------------------- MODULE TraceLamport -----------------------------
(* The steps that probes report.  Packets are numbered without end.        *)
EXTENDS Lamport

ReportedNext ==
  \/ LoadR
  \/ \E p \in Packet : StoreSlot(p)
  \/ AppendPublish
  \/ \E u, n \in Nat : Snapshot(u, n)
  \/ \E p \in Nat : LoadSlot(p)
  \/ DequeueCount

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
