--------------------------------- MODULE Lift ---------------------------------
(* A lift that is called to a level and goes there one level at a time.     *)
EXTENDS Levels

VARIABLES at, goal

vars == <<at, goal>>

Init == at = 0 /\ goal = 0

Stay == UNCHANGED goal

Call(g) ==
  /\ at = goal
  /\ g # at
  /\ goal' = g
  /\ UNCHANGED at

Up ==
  /\ at < goal
  /\ at' = at + 1
  /\ Stay

Down ==
  /\ at > goal
  /\ at' = at - 1
  /\ Stay

Move == Up \/ Down

Next == (\E g \in Level : Call(g)) \/ Move

Spec == Init /\ [][Next]_vars /\ WF_vars(Move)
UnfairSpec == Init /\ [][Next]_vars

BusySpec == Init /\ [][Next]_vars /\ WF_vars(Next)

OneWay == \E g \in Level : g > goal /\ Call(g)
OneWaySpec == Init /\ [][OneWay \/ Move]_vars

InRange == at \in Level
BelowTop == at < Top
NeverDown == [][at' >= at]_vars
StartsAtTop == at = Top
Arrives == []<>(at = goal)
LastFloor == <>(at = Top)
Broken == at \in "level"
AlwaysFalse == FALSE
===============================================================================
