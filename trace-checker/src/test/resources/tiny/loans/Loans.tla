--------------------------------- MODULE Loans --------------------------------
(* What is lent comes back, in any order; the numbers go on without end.    *)
EXTENDS Integers

VARIABLE out

Init == out = {}

Lend(n) == n \notin out /\ out' = out \cup {n}

Back(n) == n \in out /\ out' = out \ {n}

Settled == out = {}

Numbered == [Lend |-> {1}, Back |-> {1}]

Numbers == out

Rebase(k) == out' = {n - k : n \in out}

Next == \E n \in Nat : Lend(n) \/ Back(n)

Spec == Init /\ [][Next]_out
===============================================================================
