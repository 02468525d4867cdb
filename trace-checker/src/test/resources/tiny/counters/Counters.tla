-------------------------------- MODULE Counters ------------------------------
(* A counter for each thread, which no other thread looks at.               *)
EXTENDS Naturals

CONSTANT Threads

VARIABLE count

Init == count = [t \in Threads |-> 0]

Count(t, v) ==
  /\ v = count[t] + 1
  /\ count' = [count EXCEPT ![t] = v]

Next == \E t \in Threads, v \in Nat : Count(t, v)

Spec == Init /\ [][Next]_count
===============================================================================
