------------------------------ MODULE MCMpscCoral -----------------------------
EXTENDS MpscCoral

CONSTANT MaxPackets, MaxHeaders

PacketSet == 1..MaxPackets
HeaderSet == 1..MaxHeaders
LocationSet == CoralLocations

EverythingRead == <>[](read = MaxPackets)
===============================================================================
