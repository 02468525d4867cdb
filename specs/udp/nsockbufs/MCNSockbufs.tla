----------------------------- MODULE MCNSockbufs ------------------------------
EXTENDS NSockbufs

ThreadSet == NSockbufsThreads
LocationSet == NSockbufsLocations

TypeOK ==
  /\ producer \in [Queue -> {"idle", "append", "fence", "look", "mark", "wake"}]
  /\ user \in [User -> {"idle", "serve", "take", "clear", "fence", "recheck", "restore", "wake",
                        "advance", "announce", "unlock", "leave", "park"}]
  /\ announced \subseteq User
  /\ permit \subseteq User
  /\ cursor \in Queue
  /\ left \in 0..Quantum
  /\ \A i \in Queue : taken[i] \in 0..Len(order[i])
  /\ offered \in [Queue -> 0..MaxPackets]

(* Each queue by itself is a sockbuf, as far as packets go.                *)
Sockbuf == INSTANCE Fifo WITH
  Packet <- 1..MaxPackets,
  queue <- Queued(0),
  got <- IF got[0] = <<>> THEN 0 ELSE got[0][Len(got[0])]
ImplementsFifo == Sockbuf!FifoSpec

(* What traces are validated against; under "sc" only.                     *)
Looked(i) == Len(order[i]) - (IF producer[i] \in {"fence", "look"} THEN 1 ELSE 0)
ReportedStep(name) ==
  CASE name \in {"serve", "take", "clear"} -> "serve"
    [] name \in {"fence", "recheck"} -> "recheck"
    [] name \in {"announce", "leave"} -> "none"
    [] name = "unlock" -> "leave"
    [] OTHER -> name
Reported == INSTANCE TraceNSockbufs WITH
  User <- 1..Users, Count <- 0..Users,
  data <- [i \in {i \in Queue : Looked(i) > 0 \/ taken[i] > 0} |-> Looked(i) - taken[i]],
  offering <- {i \in Queue : producer[i] \in {"append", "fence", "look"}},
  marking <- {i \in Queue : producer[i] = "mark"},
  waking <- {i \in Queue : producer[i] = "wake"},
  ready <- {i \in Queue : Has(Last(mem, Ready), i)},
  waiting <- {u + 1 : u \in {u \in User : Has(Last(mem, Waiting), u)}},
  holder <- IF Holders = {} THEN 0 ELSE 1 + CHOOSE u \in Holders : TRUE,
  step <- IF Holders = {} THEN "serve" ELSE ReportedStep(user[CHOOSE u \in Holders : TRUE])
ImplementsReported == Reported!ReportedSpec
===============================================================================
