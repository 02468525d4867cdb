--------------------------------- MODULE D14 ----------------------------------
(* D14: a predicate-enabling write is made on another thread than the one  *)
(* that evaluates the predicate.  It falls between the evaluation and the  *)
(* waiter list, and the scan that follows it finds the list still empty:   *)
(* here even when write, scan and replies are one step.                    *)
EXTENDS MCHandshake

AppendElsewhere ==
  /\ data + 1 \in Count
  /\ data' = data + 1
  /\ replied' = replied \cup {u \in User : OnList(u)}
  /\ waiters' = <<>>
  /\ UNCHANGED <<cantRcvMore, inflight, owner>> /\ UNCHANGED userOwn

D14Next ==
  \/ \E u \in User : UserStep(u)
  \/ OwnerStep
  \/ AppendElsewhere

D14Spec == Init /\ [][D14Next]_vars /\ Fairness
===============================================================================
