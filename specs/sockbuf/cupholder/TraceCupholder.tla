---------------------------- MODULE TraceCupholder ----------------------------
(* The steps that probes report.  Packets are numbered without end.        *)
EXTENDS Cupholder

ReportedNext ==
  \/ AppendLoad
  \/ AppendLoadCount
  \/ \E p \in Packet : AppendReuse(p)
  \/ \E h \in Holder : TakeHolder(h)
  \/ \E p \in Packet, h \in Holder : AppendLink(p, h)
  \/ AppendPublish
  \/ \E u, n \in Nat : Snapshot(u, n)
  \/ \E p \in Nat : HeadLoad(p)
  \/ HeadDrop
  \/ \E p \in Nat : NoteLoad(p)
  \/ DequeueCount
  \/ DequeueNext
  \/ DequeueClear
  \/ DequeueFree

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
