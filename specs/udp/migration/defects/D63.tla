--------------------------------- MODULE D63 ----------------------------------
(* A CPU from which the mover was sent home at once passes requests on as  *)
(* they come, without waiting for the marker: what was sent to it          *)
(* overtakes what was sent to the CPU before.                              *)
EXTENDS MCMigration

HandleItem(c) ==
  LET q == Head(port[c])
  IN IF q.kind = "request" /\ ~Owns(c)
     THEN PassOn(c, Gone(c).to, [q EXCEPT !.tagged = TRUE])
     ELSE Handle(c)

D63Spec == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ HandleItem(c)]_vars
===============================================================================
