------------------------------- MODULE MCNotify -------------------------------
EXTENDS Notify

LocationSet == NotifyLocations

TypeOK ==
  /\ writer \in [Writer -> {"idle", "append", "unlock", "post", "put"}]
  /\ owner.step \in {"idle", "clear", "scan", "put"}
  /\ owner.taken \in 0..owner.seen
  /\ owner.seen \in 0..appended
  /\ appended \in 0..MaxPackets

(* What traces are validated against; under "sc" only.                     *)
Reported == INSTANCE TraceNotify WITH
  Count <- 0..MaxPackets,
  data <- Last(mem, Appended) - owner.taken,
  pending <- Last(mem, Pending),
  queued <- (Putting # {} \/ Last(mem, Port) # owner.got \/ owner.step = "clear"),
  scanning <- (owner.step = "scan")
ImplementsReported == Reported!ReportedSpec
===============================================================================
