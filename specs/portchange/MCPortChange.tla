------------------------------ MODULE MCPortChange -----------------------------
EXTENDS PortChange

CONSTANTS MaxUsers, MaxCpu

UserSet == 1..MaxUsers
CpuSet == 0..MaxCpu

TypeOK ==
  /\ soPort.at \in Cpu
  /\ soPort.to \in Cpu
  /\ linked \subseteq Cpu
  /\ closed \in BOOLEAN
  /\ moves \in 0..MaxMoves
  /\ \A u \in User : pc[u] \in {"idle", "send", "waits"}
===============================================================================
