--------------------------- MODULE MCTransmitQueue ----------------------------
EXTENDS TransmitQueue

TypeOK ==
  /\ queue \in Seq(1..MaxPackets)
  /\ started \in {0, 1}
  /\ cpu \in [Cpu -> {"idle", "start"}]
===============================================================================
