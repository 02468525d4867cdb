------------------------------ MODULE MCSpmcRing ------------------------------
EXTENDS SpmcRing

CONSTANT MaxPackets

PacketSet == 1..MaxPackets
LocationSet == RingLocations

EverythingRead ==
  <>[](Last(mem, R) = MaxPackets /\ \A t \in Consumer : ~HasTicket(t))
===============================================================================
