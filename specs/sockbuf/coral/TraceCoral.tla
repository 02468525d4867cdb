------------------------------ MODULE TraceCoral ------------------------------
(* The steps that probes report.  Packets are numbered without end; the    *)
(* pool is not in the trace.                                               *)
EXTENDS Coral

ReportedNext ==
  \/ \E h, p \in Int : ClearNext(h, p)
  \/ AppendPublish
  \/ \E u, n \in Nat : Snapshot(u, n)
  \/ \E p \in Nat : LoadPayload(p)
  \/ DequeueCount

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
