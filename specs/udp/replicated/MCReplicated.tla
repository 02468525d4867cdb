----------------------------- MODULE MCReplicated -----------------------------
EXTENDS Replicated

CONSTANTS s1, s2, r1, r2

Hash == [r \in Peer |-> IF r = r1 THEN 1 ELSE 2]

TypeOK ==
  /\ entry \in [Cpu -> [Socket -> Keys]]
  /\ key \in [Socket -> Keys]
  /\ settled \in [Socket -> Keys]
  /\ asked \in [Socket -> Keys]
  /\ waits \subseteq Socket
  /\ freed \subseteq Socket
  /\ passes \in [Socket -> Nat]

(* What traces are validated against: of one socket.                       *)
KeyNumber(k) == IF k = None THEN 0 ELSE IF k = Any THEN 1 ELSE 2 + HashOf[k]
At1(c) == SelectSeq(port[c], LAMBDA m : m.kind = "pass" /\ m.id = s1)
Underway(c) ==
  [i \in DOMAIN At1(c) |->
    [key |-> KeyNumber(At1(c)[i].key), come |-> IF c = Owner THEN Cpus ELSE c]]
Passes == LET From[c \in 1..Cpus] == IF c = Cpus THEN <<>> ELSE From[c + 1] \o Underway(c)
          IN Underway(Owner) \o From[1]
Reported == INSTANCE TracePasses WITH
  Cpu <- 0..Cpus,
  Key <- 0..Cpus + 1,
  cpus <- IF passes[s1] > 0 \/ settled[s1] # None \/ s1 \in freed THEN Cpus ELSE 0,
  owner <- Owner,
  key <- KeyNumber(settled[s1]),
  passes <- Passes,
  using <- {c \in Cpu : using[c] # None /\ using[c].id = s1},
  freed <- s1 \in freed
ImplementsReported == Reported!ReportedSpec
===============================================================================
