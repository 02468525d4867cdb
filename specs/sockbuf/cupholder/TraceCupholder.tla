---------------------------- MODULE TraceCupholder ----------------------------
(* The steps that probes report.  Packets are numbered without end.        *)
EXTENDS Cupholder, Integers

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

(* Packets are numbered without end: states that differ in where the       *)
(* numbers begin are alike.  0 is no packet.                               *)
Numbered == [AppendReuse |-> {1}, AppendLink |-> {1}, HeadLoad |-> {1}, NoteLoad |-> {1}]

Numbers == {consumer.r}

Less(p, k) == IF p = 0 THEN 0 ELSE p - k

IsNumber(l) == l[1] \in {"m", "wpackets", "rpackets"}

Rebase(k) ==
  /\ mem' = [l \in DOMAIN mem |-> IF IsNumber(l) THEN mem[l] - k ELSE mem[l]]
  /\ producer' = [producer EXCEPT !.w = @ - k]
  /\ consumer' = [consumer EXCEPT !.r = @ - k, !.w = Less(@, k), !.m = Less(@, k)]
  /\ got' = Less(got, k)
  /\ UNCHANGED <<visits, raced>>
===============================================================================
