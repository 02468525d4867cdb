----------------------------- MODULE MCAcceptQueue ----------------------------
EXTENDS AcceptQueue

CONSTANTS MaxConnections, MaxUsers

ConnSet == 1..MaxConnections
UserSet == 1..MaxUsers

TypeOK ==
  /\ backlog \in Backlog \cup {0}
  /\ made \in 0..MaxConnections
  /\ completing \subseteq Conn /\ arriving \subseteq Conn /\ filled \subseteq Conn
  /\ queue \in Seq(Conn)
  /\ closer \in User \cup {NoUser}
  /\ \A u \in DOMAIN call : u \in User /\ call[u] \in {"again", "done", "has", "waits", "aborts"}
  /\ \A u \in DOMAIN hand : u \in User /\ hand[u] \in Conn
  /\ inflight \subseteq User /\ replied \subseteq User /\ aborts \subseteq User
  /\ waiters \in Seq(User)
  /\ owner.step \in {"idle", "scan", "take", "reply", "enqueue"}
  /\ DOMAIN ended \subseteq Conn
===============================================================================
