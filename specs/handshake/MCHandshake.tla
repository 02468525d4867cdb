------------------------------ MODULE MCHandshake -----------------------------
EXTENDS Handshake, FiniteSets

CONSTANTS MaxPackets, MaxUsers

UserSet == 1..MaxUsers
CountSet == 0..MaxPackets

Steps == {"locked", "eof read", "take", "done", "empty", "send", "waiting", "again"}

TypeOK ==
  /\ data \in Count
  /\ cantRcvMore \in {0, 1}
  /\ lock \in User \cup {NoUser}
  /\ DOMAIN call \subseteq User
  /\ \A u \in DOMAIN call : call[u] \in Steps
  /\ eof \in {0, 1}
  /\ inflight \subseteq User
  /\ waiters \in Seq(User)
  /\ replied \subseteq User
  /\ owner.step \in {"idle", "reply", "enqueue", "scan"}
===============================================================================
