--------------------------------- MODULE D17 ----------------------------------
(* D17: the completion is sent, and the acceptor woken, before the state   *)
(* and the peer address of the new socket are filled in.                   *)
EXTENDS MCAcceptQueue

SendsFirst(c) ==
  /\ c \in completing
  /\ completing' = completing \ {c}
  /\ arriving' = arriving \cup {c}
  /\ UNCHANGED <<backlog, made, filled, queue, closer, call, hand, owner, ended>>
  /\ UNCHANGED messages

FillLate(c) ==
  /\ c <= made /\ c \notin completing
  /\ filled' = filled \cup {c}
  /\ UNCHANGED <<backlog, made, completing, arriving, queue, closer, call, hand, owner, ended>>
  /\ UNCHANGED messages

D17Next ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ SendsFirst(c) \/ FillLate(c) \/ Complete(c)
  \/ \E u \in User :
       Ask(u) \/ SendPredicate(u) \/ GoesOn(u) \/ SendAbort(u) \/ StopListening(u) \/ Handles(u)

D17Spec == Init /\ [][D17Next]_vars
===============================================================================
