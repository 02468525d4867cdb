-------------------------------- MODULE MCPoll --------------------------------
EXTENDS Poll

CONSTANT MaxUsers

UserSet == 1..MaxUsers

TypeOK ==
  /\ lock \in User \cup {Nobody}
  /\ call \in [User -> {"idle", "locked", "asks locked", "polls"}]
  /\ handling \in User \cup {Nobody}
  /\ data \in 0..MaxPackets
===============================================================================
