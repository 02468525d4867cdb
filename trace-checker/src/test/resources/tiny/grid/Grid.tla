--------------------------------- MODULE Grid ---------------------------------
(* Many states, so that a run takes a while. *)
EXTENDS Naturals

CONSTANT Size

VARIABLES x, y, how

Init == x = 0 /\ y = 0 /\ how = "new"

Right == x < Size /\ x' = x + 1 /\ y' = y /\ how' = "right"

Up == y < Size /\ y' = y + 1 /\ x' = x /\ how' = "up"

Next == Right \/ Up

Spec == Init /\ [][Next]_<<x, y, how>> /\ WF_<<x, y, how>>(Next)

NotAtTheEnd == ~(x = Size /\ y = Size /\ how = "up")

Arrives == <>(x = Size /\ y = Size)
===============================================================================
