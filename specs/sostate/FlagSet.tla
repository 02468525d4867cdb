-------------------------------- MODULE FlagSet -------------------------------
(* The abstract state word: a set of flags, changed one change at a time.  *)
CONSTANT Flag

VARIABLE flags

Init == flags = {}

Next == \E set, clear \in SUBSET Flag : flags' = (flags \cup set) \ clear

Spec == Init /\ [][Next]_flags
===============================================================================
