-------------------------------- MODULE MCPorts --------------------------------
EXTENDS Ports

CONSTANTS s1, s2, s3

TypeOK ==
  /\ holders \in [Port -> SUBSET Socket]
  /\ at \in [Socket -> Cpu]
  /\ local \in [Socket -> Port \cup {NoPort}]
  /\ state \in [Socket -> {"new", "binding", "bound", "refused", "closing", "freed"}]
  /\ moves \in 0..MaxMoves

(* What traces are validated against: the ports of one CPU, here 1.        *)
Reported == INSTANCE TracePorts WITH
  LocalPort <- {p \in Port : Owner(p) = 1}, Id <- Socket,
  held <- UNION {{[p |-> p, id |-> s, shares |-> IF s \in Reuses THEN 1 ELSE 0] :
                   s \in holders[p]} : p \in {p \in Port : Owner(p) = 1}}
ImplementsReported == Reported!ReportedSpec
===============================================================================
