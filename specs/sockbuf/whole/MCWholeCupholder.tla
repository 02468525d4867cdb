--------------------------- MODULE MCWholeCupholder ---------------------------
EXTENDS WholeCupholder

SizesSeq == <<2, 1, 2>>
PacketSet == DOMAIN SizesSeq
FewSizes == <<2, 2>>
FewPackets == DOMAIN FewSizes
HolderSet == 1..3
LocationSet == CupholderLocations \cup Both!EndsLocations
===============================================================================
