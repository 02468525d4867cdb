------------------------------ MODULE MCSendSpace -----------------------------
EXTENDS SendSpace, FiniteSets

CONSTANTS MaxPackets, MaxUsers, MaxWant, MinMark

UserSet == 1..MaxUsers
CountSet == 0..MaxPackets
LengthSet == 0..MaxLength
WantSet == 1..MaxWant
MarkSet == MinMark..HiWat

Steps == {"locked", "looks", "count", "done", "short", "send", "waits", "aborts", "again"}

TypeOK ==
  /\ packets \in Count
  /\ bytes \in -MaxLength..HiWat + MaxLength
  /\ hiwat \in Mark
  /\ cantMore \in {0, 1}
  /\ error \in 0..MaxPackets + 1
  /\ lock \in User \cup {NoUser}
  /\ DOMAIN call \subseteq User
  /\ \A u \in DOMAIN call : call[u].step \in Steps /\ call[u].want \in Want
  /\ inflight \subseteq User
  /\ waiters \in Seq(User)
  /\ replied \subseteq User
  /\ aborts \subseteq User
  /\ owner.step \in {"idle", "count", "reply", "enqueue", "scan"}
===============================================================================
