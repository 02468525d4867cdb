----------------------------- MODULE MCWholeCoral -----------------------------
EXTENDS WholeCoral

SizesSeq == <<2, 1, 2>>
PacketSet == DOMAIN SizesSeq
FewSizes == <<2, 2>>
FewPackets == DOMAIN FewSizes
HeaderSet == 1..2
LocationSet == CoralLocations \cup Both!EndsLocations
===============================================================================
