------------------------------ MODULE MCMigration ------------------------------
EXTENDS Migration

CONSTANTS A, B, C, s1, s2, r1, r2

HashTwo == [r \in Peer |-> B]
HashThree == [r \in Peer |-> IF r = r1 THEN B ELSE C]

AllUnconnected == [s \in Socket |-> None]
OneTaken == [s \in Socket |-> IF s = s1 THEN None ELSE r1]

R1Arrives == Closed(s1) \/ (NoPacketLost(r1) /\ NotRefused(r1))

(* Connects to r1 and disconnects only.                                    *)
ToR1 == \A q \in Queued : q.kind = "connect" => q.key \in {None, r1}

TypeOK ==
  /\ \A s \in Socket :
       /\ pcb[s].state \in {"live", "moving", "closed", "freed"}
       /\ pcb[s].key \in Peer \cup {None, "closed"}
       /\ pcb[s].owner \in Cpu
       /\ pcb[s].refs \in Nat
  /\ wild \in Socket \cup {None}
  /\ waiting \in [Cpu -> Nat]
  /\ soPort \in [Socket -> Cpu]

(* What traces are validated against: of the mover.                        *)
OfMover(kind) == {item \in Queued : item.kind = kind /\ item.id = Mover}
Block == pcb[Mover]
Reported == INSTANCE TraceMigration WITH
  Way <- {64 * c + d : c \in Cpu, d \in Cpu},
  Epoch <- 1..2 * MaxMoves,
  First <- Home,
  state <- IF Block.state = "freed" THEN "closed" ELSE Block.state,
  owner <- IF Block.epoch = 0 THEN Home ELSE Block.owner,
  epoch <- Block.epoch,
  come <- {e \in 1..Block.epoch : \A item \in OfMover("move") : item.epoch # e},
  markers <- {item.epoch : item \in OfMover("marker")},
  tombs <- UNION {{[at |-> c, epoch |-> t.epoch, to |-> t.to] :
                    t \in {t \in tombs[c] : t.id = Mover}} : c \in Cpu}
ImplementsReported == Reported!ReportedSpec
===============================================================================
