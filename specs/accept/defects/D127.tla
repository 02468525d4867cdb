--------------------------------- MODULE D127 ---------------------------------
(* D127: a user that gives up its accept looks at how the wait ended and   *)
(* not at what the reply brought, which was faster than its abort: the     *)
(* connection is lost, and its peer waits for ever.                        *)
EXTENDS MCAcceptQueue

GivesUp(u) ==
  /\ At(u, "aborts")
  /\ u \in replied
  /\ replied' = replied \ {u}
  /\ aborts' = aborts \ {u}
  /\ hand' = [x \in DOMAIN hand \ {u} |-> hand[x]]
  /\ Return(u)
  /\ UNCHANGED <<queue, closer, inflight, waiters, owner, ended>>
  /\ UNCHANGED connections

D127Next ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ Complete(c)
  \/ \E u \in User : SendPredicate(u) \/ SendAbort(u) \/ Handles(u) \/ Has(u) \/ GivesUp(u)

D127Spec == Init /\ [][D127Next]_vars
===============================================================================
