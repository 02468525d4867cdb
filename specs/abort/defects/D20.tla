--------------------------------- MODULE D20 ----------------------------------
(* D20: the waiter returns at once when it is interrupted.  Its message is *)
(* still on a port, or dead on the waiter list.                            *)
EXTENDS MCAbort

ReturnAtOnce(u) ==
  /\ pc[u] = "waiting"
  /\ GoTo(u, "idle")
  /\ UNCHANGED <<queue, handling, sentTo>> /\ UNCHANGED socket /\ UNCHANGED rest

D20Next ==
  \/ \E u \in User : ReadPort(u) \/ SendPredicate(u) \/ ReturnAtOnce(u) \/ Return(u)
  \/ \E p \in Port : Handler(p) \/ Happen(p) \/ \E q \in Port : Move(p, q)

D20Spec == Init /\ [][D20Next]_vars /\ Fairness
===============================================================================
