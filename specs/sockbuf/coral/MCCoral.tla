-------------------------------- MODULE MCCoral -------------------------------
EXTENDS Coral

CONSTANT MaxPackets, MaxHeaders

PacketSet == 1..MaxPackets
HeaderSet == 1..MaxHeaders
LocationSet == CoralLocations

(* Packets are numbered, so the packet taken last says how many were taken. *)
InOrder == got = read

EverythingRead == <>[](got = MaxPackets)
===============================================================================
