-------------------------------- MODULE Litmus --------------------------------
(***************************************************************************)
(* Runs small programs on a memory.  A program is a sequence of accesses   *)
(* per thread; what its loads return, by position, is the outcome.         *)
(*                                                                         *)
(* Under "ra" a relaxed load may be late: it is issued, later accesses of  *)
(* its thread take place, and then it returns a value.  A later access to  *)
(* the same location, a release store and a fence wait for it; so does     *)
(* nothing else.  An acquire load is never late.                           *)
(***************************************************************************)
EXTENDS Memory

CONSTANT Program    \* thread -> sequence of [op, loc, val, mode]

VARIABLES mem, pc, reg, late

vars == <<mem, pc, reg, late>>

Init ==
  /\ mem = MemoryInit
  /\ pc = [t \in Thread |-> 1]
  /\ reg = [t \in Thread |-> [i \in DOMAIN Program[t] |-> 0]]
  /\ late = [t \in Thread |-> {}]

At(t) == Program[t][pc[t]]

Running(t) == pc[t] \in DOMAIN Program[t]

Waits(t, access) ==
  \E i \in late[t] :
    \/ access.op = "fence"
    \/ access.op = "store" /\ access.mode = "release"
    \/ access.op # "fence" /\ Program[t][i].loc = access.loc

IssueLate(t) ==
  /\ MemoryModel = "ra"
  /\ Running(t)
  /\ At(t).op = "load" /\ At(t).mode = "relaxed"
  /\ ~Waits(t, At(t))
  /\ late' = [late EXCEPT ![t] = @ \cup {pc[t]}]
  /\ pc' = [pc EXCEPT ![t] = @ + 1]
  /\ UNCHANGED <<mem, reg>>

Bind(t, i) ==
  /\ i \in late[t]
  /\ \E r \in Load(mem, t, Program[t][i].loc, "relaxed") :
       /\ mem' = r.mem
       /\ reg' = [reg EXCEPT ![t][i] = r.val]
  /\ late' = [late EXCEPT ![t] = @ \ {i}]
  /\ UNCHANGED pc

Step(t) ==
  /\ Running(t)
  /\ ~Waits(t, At(t))
  /\ CASE At(t).op = "load" ->
            \E r \in Load(mem, t, At(t).loc, At(t).mode) :
              /\ mem' = r.mem
              /\ reg' = [reg EXCEPT ![t][pc[t]] = r.val]
       [] At(t).op = "store" ->
            /\ mem' \in Store(mem, t, At(t).loc, At(t).val, At(t).mode)
            /\ UNCHANGED reg
       [] At(t).op = "fence" ->
            /\ mem' \in Fence(mem, t)
            /\ UNCHANGED reg
       [] At(t).op = "cas" ->
            \E r \in CompareAndSet(mem, t, At(t).loc, 0, At(t).val) :
              /\ mem' = r.mem
              /\ reg' = [reg EXCEPT ![t][pc[t]] = IF r.ok THEN 1 ELSE 0]
  /\ pc' = [pc EXCEPT ![t] = @ + 1]
  /\ UNCHANGED late

FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<pc, reg, late>>

Next ==
  \/ \E t \in Thread : Step(t) \/ IssueLate(t) \/ \E i \in late[t] : Bind(t, i)
  \/ FlushStep

Spec == Init /\ [][Next]_vars

Done == \A t \in Thread : ~Running(t) /\ late[t] = {}
===============================================================================
