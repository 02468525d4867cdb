----------------------------- MODULE MCCupholder ------------------------------
EXTENDS Cupholder

CONSTANT MaxPackets, MaxHolders

PacketSet == 1..MaxPackets
HolderSet == 1..MaxHolders
LocationSet == CupholderLocations

(* Packets are numbered, so the contents of the packet dequeued last say   *)
(* how many were dequeued.                                                 *)
InOrder == got = consumer.r

EverythingRead == <>[](got = MaxPackets)

(* Without the note cursor.                                                *)
PlainNext == Produce \/ Consume \/ FlushStep
PlainSpec == Init /\ [][PlainNext]_vars /\ Fairness
===============================================================================
