----------------------------- MODULE MCStateWord ------------------------------
(***************************************************************************)
(* Threads change the word as the code does, on a memory: a load, then a   *)
(* compare-and-set.  Each sets its flags and clears them, once.            *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  Own,         \* thread -> the flag, a power of two, that it sets and then clears
  LoadMode     \* mode of the first load

Word == "word"
Locations == {Word}

VARIABLES
  mem,
  at,          \* thread -> [step, seen, left: changes to be made]
  flags        \* history: what the word should hold

vars == <<mem, at, flags>>

Holds(n, flag) == (n \div flag) % 2 = 1
Or(n, flag) == IF Holds(n, flag) THEN n ELSE n + flag
AndNot(n, flag) == IF Holds(n, flag) THEN n - flag ELSE n

MCInit ==
  /\ mem = MemoryInit
  /\ at = [t \in Thread |-> [step |-> "idle", seen |-> 0, left |-> 2]]
  /\ flags = 0

Changed(t, n) == IF at[t].left = 2 THEN Or(n, Own[t]) ELSE AndNot(n, Own[t])

LoadWord(t) ==
  /\ at[t].step = "idle"
  /\ at[t].left > 0
  /\ \E l \in Load(mem, t, Word, LoadMode) :
       /\ mem' = l.mem
       /\ at' = [at EXCEPT ![t].step = "loaded", ![t].seen = l.val]
  /\ UNCHANGED flags

CasWord(t) ==
  /\ at[t].step = "loaded"
  /\ \E x \in CompareAndSet(mem, t, Word, at[t].seen, Changed(t, at[t].seen)) :
       /\ mem' = x.mem
       /\ IF x.ok
          THEN /\ at' = [at EXCEPT ![t] = [step |-> "idle", seen |-> 0, left |-> @.left - 1]]
               /\ flags' = Changed(t, flags)
          ELSE /\ at' = [at EXCEPT ![t].step = "idle"]
               /\ UNCHANGED flags

FlushStep == mem' \in Flush(mem) /\ UNCHANGED <<at, flags>>

MCNext == (\E t \in Thread : LoadWord(t) \/ CasWord(t)) \/ FlushStep

Fresh(t) == LoadWord(t) /\ at'[t].seen = Last(mem, Word)

MCSpec ==
  /\ MCInit /\ [][MCNext]_vars
  /\ \A t \in Thread : WF_vars(Fresh(t)) /\ WF_vars(CasWord(t))
  /\ WF_vars(FlushStep)

(* Nobody's flag is lost.                                                  *)
NothingLost == Last(mem, Word) = flags

(* Every change is made: whose compare-and-set fails, another's succeeded. *)
EveryChangeIsMade == <>(\A t \in Thread : at[t].left = 0)

AllFlags == {Own[t] : t \in Thread}
Flags == INSTANCE FlagSet WITH
  Flag <- AllFlags, flags <- {f \in AllFlags : Holds(Last(mem, Word), f)}
RefinesFlagSet == Flags!Spec

OwnFlags == [t \in Thread |-> IF t = "owner" THEN 1 ELSE IF t = "user" THEN 2 ELSE 4]
===============================================================================
