--------------------------------- MODULE D77 ----------------------------------
(* D77: a port that is held is refused, though its holder has been closed: *)
(* bind right behind close fails.                                          *)
EXTENDS MCPorts

BindOrRefuse(c) ==
  /\ At(c, "bind")
  /\ LET m == Head(port[c])
     IN /\ m.want # NoPort
        /\ IF Conflicts(m.id, m.want) = {} THEN EnterPort(c, m.id, m.want) ELSE Refuse(c, m.id)

D77Next ==
  \/ Outside
  \/ \E c \in Cpu : BindOrRefuse(c) \/ HandleBindAny(c) \/ HandleClose(c) \/ HandleRelease(c)

D77Spec == Init /\ [][D77Next]_vars
===============================================================================
