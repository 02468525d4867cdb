-------------------------------- MODULE MCAbort --------------------------------
EXTENDS Abort

CONSTANTS MaxUsers, MaxPorts

UserSet == 1..MaxUsers
PortSet == 1..MaxPorts

TypeOK ==
  /\ soPort \in Port
  /\ moves \in 0..MaxMoves
  /\ ready \in BOOLEAN
  /\ waiters \subseteq User
  /\ aborted \subseteq User
  /\ \A u \in User : pc[u] \in {"idle", "send", "waiting", "aborting"}
  /\ done \subseteq User
  /\ atRest \subseteq User
===============================================================================
