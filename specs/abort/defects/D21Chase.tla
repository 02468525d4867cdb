------------------------------- MODULE D21Chase -------------------------------
(* D21: the same trust in the order, with the abort sent to the port where *)
(* the message went.  That is right while the socket moves once.  When it  *)
(* moves twice, the message is forwarded to where the socket was and the   *)
(* abort to where it is: the abort overtakes all the same.                 *)
EXTENDS D21

D21ChaseNext ==
  \/ \E u \in User : UserStep(u)
  \/ \E p \in Port : D21Handler(p) \/ Happen(p) \/ \E q \in Port : Move(p, q)

D21ChaseSpec == Init /\ [][D21ChaseNext]_vars /\ D21Fairness
===============================================================================
