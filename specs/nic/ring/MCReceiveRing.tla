---------------------------- MODULE MCReceiveRing -----------------------------
EXTENDS ReceiveRing

CONSTANT MaxPosts

PostSet == 1..MaxPosts
LocationSet == RingLocations

(* What traces are validated against.                                      *)
Reported == INSTANCE TraceReceiveRing WITH
  Count <- 0..MaxPosts,
  Length <- {0},
  ring <- IF Last(mem, Posted) = 0 THEN 0 ELSE Size,
  posted <- Last(mem, Posted),
  claimed <- Last(mem, Claimed),
  polled <- driver.polled,
  filling <- {sender[s].n : s \in {s \in Sender : IsFilling(s)}},
  done <- [n \in {n \in driver.polled..Last(mem, Claimed) - 1 :
                    \A s \in Sender : ~IsFilling(s) \/ sender[s].n # n} |-> 0]

ImplementsReported == Reported!ReportedSpec
===============================================================================
