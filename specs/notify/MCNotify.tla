------------------------------- MODULE MCNotify -------------------------------
EXTENDS Notify

CONSTANT MaxPackets

CountSet == 0..MaxPackets

TypeOK ==
  /\ data \in Count
  /\ pending \in {0, 1}
  /\ queued \in BOOLEAN
  /\ writers \in 0..MaxWriters
  /\ scanning \in BOOLEAN

(* After the last append there is always somebody who owes a look.         *)
SomebodyOwesALook == data > 0 => (scanning \/ writers > 0 \/ queued)
===============================================================================
