-------------------------------- MODULE MCGate --------------------------------
EXTENDS Gate

ThreadSet == GateThreads
LocationSet == GateLocations

TypeOK ==
  /\ sender \in [Sender -> {"idle", "look", "enter", "put", "leave", "marker"}]
  /\ at \in [Sender -> Stay]
  /\ asked \in [Sender -> 0..MaxRequests]
  /\ owner \in [Stay -> {"awaits", "stays", "forward", "open", "close", "marker", "gone"}]
===============================================================================
