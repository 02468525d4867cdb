--------------------------------- MODULE D34 ----------------------------------
(* No marker: the new CPU answers what comes to it directly, before what   *)
(* was sent to the old one.                                                *)
EXTENDS MCMigration

HandleItem(c) ==
  LET q == Head(port[c])
  IN IF q.kind = "request" /\ Owns(c) THEN Answer(c, q) ELSE Handle(c)

D34Spec == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ HandleItem(c)]_vars
===============================================================================
