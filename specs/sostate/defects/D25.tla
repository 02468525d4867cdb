--------------------------------- MODULE D25 ----------------------------------
(* D25: load, modify, store.  What another thread changed in between is    *)
(* lost.                                                                   *)
EXTENDS MCStateWord

StoreWord(t) ==
  /\ at[t].step = "loaded"
  /\ mem' \in Store(mem, t, Word, Changed(t, at[t].seen), "release")
  /\ at' = [at EXCEPT ![t] = [step |-> "idle", seen |-> 0, left |-> @.left - 1]]
  /\ flags' = Changed(t, flags)

D25Spec == MCInit /\ [][\E t \in Thread : LoadWord(t) \/ StoreWord(t)]_vars
===============================================================================
