------------------------------- MODULE MCRoles --------------------------------
EXTENDS Roles

CONSTANT MaxIndex

IndexSet == 0..MaxIndex
LocationSet == RoleLocations

TypeOK ==
  /\ \A u \in User :
       user[u].step \in {"idle", "locked", "inside", "flush", "oob", "done"}
  /\ owner.step \in {"idle", "append", "drop", "oob", "oob append", "oob reply", "flush"}
  /\ \A b \in Buffer : moved[b] \in Index
===============================================================================
