----------------------------- MODULE MCCupholder ------------------------------
EXTENDS Cupholder

CONSTANT MaxPackets, MaxHolders

PacketSet == 1..MaxPackets
HolderSet == 1..MaxHolders

TypeOK ==
  /\ DOMAIN heap \subseteq Holder
  /\ \A h \in DOMAIN heap : /\ heap[h].next \in Holder \cup {Null}
                            /\ heap[h].m \in Packet \cup {Null}
  /\ producer \in {"idle", "count", "reuse", "link", "publish"}
  /\ consumer.step \in {"idle", "head", "drop", "count", "next", "clear", "free"}
  /\ wpackets \in 0..MaxPackets
  /\ rpackets \in 0..wpackets

EverythingRead == <>[](got = MaxPackets)
===============================================================================
