------------------------------ MODULE MCMigration ------------------------------
EXTENDS Migration

CONSTANTS A, B, C, s1, s2, r1, r2

HashTwo == [r \in Peer |-> B]
HashThree == [r \in Peer |-> IF r = r1 THEN B ELSE C]

AllUnconnected == [s \in Socket |-> None]
OneTaken == [s \in Socket |-> IF s = s1 THEN None ELSE r1]

R1Arrives == NoPacketLost(r1) /\ NotRefused(r1)

(* Connects to r1 and disconnects only.                                    *)
ToR1 == \A q \in Queued : q.kind = "connect" => q.key \in {None, r1}

TypeOK ==
  /\ \A s \in Socket :
       /\ pcb[s].state \in {"live", "moving"}
       /\ pcb[s].key \in Peer \cup {None}
       /\ pcb[s].owner \in Cpu
       /\ pcb[s].refs \in Nat
  /\ wild \in Socket \cup {None}
  /\ waiting \in [Cpu -> Nat]
  /\ soPort \in [Socket -> Cpu]
===============================================================================
