------------------------------ MODULE MCActiveWord ----------------------------
EXTENDS ActiveWord

LocationSet == ActiveWordLocations

TypeOK ==
  /\ owner \in {"idle", "activate", "put", "wake"}
  /\ user \in {"take all", "clear", "evaluate", "reactivate", "put back", "consume", "announce",
               "park", "retract"}
  /\ taken \in 0..seen
  /\ seen \in 0..appended
  /\ appended \in 0..MaxPackets
===============================================================================
