------------------------------ MODULE MCLamport -------------------------------
EXTENDS Lamport

CONSTANT MaxPackets

PacketSet == 1..MaxPackets
LocationSet == RingLocations

(* Packets are numbered, so the packet read last says how many were read. *)
InOrder == got = read

EverythingRead == <>[](got = MaxPackets)
===============================================================================
