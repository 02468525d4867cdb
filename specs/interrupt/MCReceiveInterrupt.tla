-------------------------- MODULE MCReceiveInterrupt --------------------------
EXTENDS ReceiveInterrupt

LocationSet == RingLocations

TypeOK ==
  /\ driver.step \in {"running", "fence", "look", "park", "disable"}
  /\ driver.polled \in 0..filled
  /\ permit \in BOOLEAN
(* What traces are validated against.                                      *)
Reported == INSTANCE TraceInterrupt WITH
  Count <- 0..MaxFrames,
  Length <- {0},
  driver <- CASE driver.step = "running" -> "polls"
              [] driver.step \in {"fence", "look"} -> "enabled"
              [] OTHER -> "looked",
  enabled <- Last(mem, Enabled) = 1,
  polled <- driver.polled,
  done <- {i - 1 : i \in {i \in driver.polled + 1..MaxFrames : Last(mem, Done(i)) = 1}}

ImplementsReported == Reported!ReportedSpec
===============================================================================
