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

(* Packets are numbered without end: states that differ in where the       *)
(* numbers begin are alike.  0 is no packet.                               *)
Numbered == [ClearNext |-> {2}, LoadPayload |-> {1}]

Numbers == {read}

Rebase(k) ==
  /\ mem' = [l \in DOMAIN mem |-> IF l[1] = "contents" THEN mem[l] - k ELSE mem[l]]
  /\ producer' = [producer EXCEPT !.w = @ - k]
  /\ read' = read - k
  /\ got' = IF got = 0 THEN 0 ELSE got - k
  /\ UNCHANGED <<consumer, fresh, clusters, raced>>
===============================================================================
