--------------------------------- MODULE Errand -------------------------------
(* So many steps, and then it is over.                                      *)
EXTENDS Naturals

VARIABLES left, begun

Init == left = 0 /\ begun = FALSE

Begin(n) == ~begun /\ begun' = TRUE /\ left' = n

Go == left > 0 /\ left' = left - 1 /\ UNCHANGED begun

Retired == begun /\ left = 0

Next == Go \/ \E n \in Nat : Begin(n)

Spec == Init /\ [][Next]_<<left, begun>>
===============================================================================
