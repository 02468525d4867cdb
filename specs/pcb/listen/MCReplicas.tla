------------------------------ MODULE MCReplicas ------------------------------
EXTENDS Replicas

CONSTANTS s1, s2

TypeOK ==
  /\ table \in [Cpu -> SUBSET Block]
  /\ using \in [Cpu -> Block \cup {None}]
  /\ asked \in [Block -> {"no", "insert", "remove"}]
  /\ returned \subseteq Block /\ refused \subseteq Block
  /\ closed \subseteq Block /\ freed \subseteq Block
  /\ packets \in 0..MaxPackets

(* What traces are validated against: of one block.                        *)
Along(kind) ==
  {IF c = Owner THEN Cpus ELSE c :
     c \in {c \in Cpu : \E i \in DOMAIN port[c] : port[c][i] = Message(kind, s1)}}
PassOf(kind, k) ==
  IF Along(kind) = {} THEN <<>> ELSE <<[key |-> k, come |-> CHOOSE n \in Along(kind) : TRUE]>>
PassesOf == PassOf("insert", 1) \o PassOf("remove", 0)
Removed == s1 \in freed /\ s1 \in closed
Reported == INSTANCE TracePasses WITH
  Cpu <- 0..Cpus,
  Key <- {0, 1},
  cpus <- IF PassesOf # <<>> \/ s1 \in returned THEN Cpus ELSE 0,
  owner <- Owner,
  key <- IF s1 \in returned /\ ~Removed THEN 1 ELSE 0,
  passes <- PassesOf,
  using <- {c \in Cpu : using[c] = s1},
  freed <- Removed
ImplementsReported == Reported!ReportedSpec
===============================================================================
