------------------------------- MODULE Register -------------------------------
(* A register that may forget.  Written to be small, and to leave something *)
(* open: Forget leads to two states.                                        *)
EXTENDS Naturals, Sequences

VARIABLES value, writes

vars == <<value, writes>>

Init == value = 0 /\ writes = 0

Write(x) ==
  /\ value' = x
  /\ writes' = writes + 1

Read(x) ==
  /\ x = value
  /\ UNCHANGED vars

Forget ==
  /\ value # 0
  /\ value' \in {0, value}
  /\ UNCHANGED writes

(* Can be evaluated in the first state only.                                *)
Odd(x) ==
  /\ LET table == <<7>> IN table[writes + 1] = x
  /\ UNCHANGED vars

(* The same, of an argument.                                                *)
Keep(x, y) ==
  /\ x = y
  /\ UNCHANGED value

OddArgument(x) ==
  /\ LET table == <<7>> IN Keep(table[writes + 1], x)
  /\ UNCHANGED writes

Next == (\E x \in Nat : Write(x) \/ Read(x) \/ Odd(x) \/ OddArgument(x)) \/ Forget

Spec == Init /\ [][Next]_vars
===============================================================================
