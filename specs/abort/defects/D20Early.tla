------------------------------- MODULE D20Early -------------------------------
(* D20: the waiter does send an abort, but returns as soon as its message  *)
(* is replied to.  The abort still travels, and will find another wait.    *)
EXTENDS MCAbort

ReturnEarly(u) ==
  /\ pc[u] = "aborting"
  /\ u \in done
  /\ GoTo(u, "idle")
  /\ UNCHANGED <<queue, handling, sentTo>> /\ UNCHANGED socket /\ UNCHANGED rest

D20Next ==
  \/ \E u \in User : UserStep(u) \/ ReturnEarly(u)
  \/ \E p \in Port : Handler(p) \/ Happen(p) \/ \E q \in Port : Move(p, q)

D20Spec == Init /\ [][D20Next]_vars /\ Fairness
===============================================================================
