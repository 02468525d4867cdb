------------------------------- MODULE AllValues ------------------------------
(* A value of each kind.                                                    *)
EXTENDS Integers, Sequences, TLC

CONSTANTS p, q

VARIABLES all, step

Kinds == [
  truth |-> TRUE,
  number |-> -7,
  text |-> "a \"b\" \\",
  model |-> p,
  tuple |-> <<1, "x">>,
  empty |-> <<>>,
  set |-> {3, 1, 2},
  range |-> 1..3,
  subsets |-> SUBSET {q},
  fields |-> [a |-> 1, b |-> {}],
  mixed |-> [a |-> 1] @@ "b" :> 2,
  function |-> [i \in {0, 1} |-> i + 1],
  sequence |-> [i \in 1..2 |-> i + 1],
  ofModels |-> [m \in {p, q} |-> 0],
  ofTuples |-> [t \in {1} \X {2, 3} |-> TRUE]
]

Init == all = Kinds /\ step = 0
EndlessInit == all = Nat /\ step = 0
Next == step' = step + 1 /\ UNCHANGED all
Spec == Init /\ [][Next]_<<all, step>>
Below == step < 1
===============================================================================
