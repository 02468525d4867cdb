--------------------------------- MODULE D37 ----------------------------------
(* D37: a tagged packet is accepted where its socket went, without a look  *)
(* at whether that is still there, and has that peer.                      *)
EXTENDS MCMigration

HandleItem(c) ==
  LET p == Head(port[c])
  IN IF p.kind = "packet" /\ p.tag # None /\ pcb[p.tag.id].owner = c
     THEN Deliver(c, p.tag.id, p)
     ELSE Handle(c)

D37Spec == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ HandleItem(c)]_vars
===============================================================================
