------------------------------- MODULE Unlooked -------------------------------
(* `if` instead of `while`: a producer that was woken does not look again  *)
(* whether there is room.                                                  *)
EXTENDS BoundedQueue

PutUnlooked(p, x) ==
  /\ p \in woken
  /\ queue' = Append(queue, x)
  /\ waiting' = {}
  /\ woken' = (woken \cup waiting) \ {p}
  /\ UNCHANGED capacity

UnlookedNext == Next \/ \E p \in Producer, x \in Item : PutUnlooked(p, x)

UnlookedSpec == Init /\ [][UnlookedNext]_vars
===============================================================================
