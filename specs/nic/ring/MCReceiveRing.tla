---------------------------- MODULE MCReceiveRing -----------------------------
EXTENDS ReceiveRing

CONSTANTS
  MaxPosts,
  Large         \* posts of buffers of capacity 2; those of the others have 1

PostSet == 1..MaxPosts
CapacityOf(n) == IF n \in Large THEN 2 ELSE 1
LocationSet == RingLocations

(* What traces are validated against.                                      *)
Reported == INSTANCE TraceReceiveRing WITH
  Count <- 0..MaxPosts,
  Length <- {0},
  ring <- IF Last(mem, Posted) = 0 THEN 0 ELSE Size,
  posted <- Last(mem, Posted),
  claimed <- Last(mem, Claimed),
  polled <- driver.polled,
  filling <- UNION {Filling(s) : s \in Sender},
  done <- [n \in {n \in driver.polled..Last(mem, Claimed) - 1 :
                    \A s \in Sender : n \notin Filling(s)} |-> 0]

ImplementsReported == Reported!ReportedSpec
===============================================================================
