--------------------------------- MODULE D33 ----------------------------------
(* No tombstone: a packet that comes to the old CPU during the move finds    *)
(* nobody.                                                                 *)
EXTENDS MCMigration

HandleItem(c) ==
  LET p == Head(port[c])
  IN IF p.kind # "packet" THEN Handle(c)
     ELSE IF exact[c][p.from] # None THEN Deliver(c, exact[c][p.from], p)
     ELSE IF c # Home THEN PassOn(c, Home, p)
     ELSE IF wild # None THEN Deliver(c, wild, p)
     ELSE Refuse(c, p)

D33Spec == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ HandleItem(c)]_vars
===============================================================================
