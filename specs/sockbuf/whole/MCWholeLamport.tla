---------------------------- MODULE MCWholeLamport ----------------------------
EXTENDS WholeLamport

SizesSeq == <<2, 1, 2>>
PacketSet == DOMAIN SizesSeq
LocationSet == RingLocations \cup Both!EndsLocations
===============================================================================
