----------------------------- MODULE ShutdownSend -----------------------------
(***************************************************************************)
(* The end of the sending direction, SS_CANTSENDMORE.  A user that shuts   *)
(* it down sets the bit under the user-side lock of so_snd, as writers     *)
(* test it under the lock: so nothing is appended after the bit.  The      *)
(* owner reads the bit before it looks for packets, and sends the end of   *)
(* file when it has found none: so the end of file is behind the last of   *)
(* them.                                                                   *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  Packets,               \* how many writers append at most
  WStore, WLoad,         \* modes of the producer's count
  EndStore, EndLoad,     \* of the bit
  LockStore              \* of the store that unlocks

O == "owner"
S == "shutter"           \* the user that shuts down
V == "writer"            \* a user that writes
User == {S, V}

W == "w"                 \* packets appended; the user-side lock orders it
End == "end"             \* SS_CANTSENDMORE
Lock == "lock"

Locations == {W, End, Lock}

VARIABLES
  mem,
  owner,       \* [step, taken, end]
  user,        \* user -> [step, w]
  written,     \* history: packets whose write succeeded
  fin          \* history: the end of file was sent

vars == <<mem, owner, user, written, fin>>

Init ==
  /\ mem = MemoryInit
  /\ owner = [step |-> "idle", taken |-> 0, end |-> 0]
  /\ user = [u \in User |-> [step |-> "idle", w |-> 0]]
  /\ written = 0
  /\ fin = FALSE

-------------------------------------------------------------------------------
(* Users                                                                   *)

Step(u, s) == user' = [user EXCEPT ![u].step = s]

TakeLock(u) ==
  /\ user[u].step = "idle"
  /\ \E x \in CompareAndSet(mem, u, Lock, 0, 1) :
       /\ x.ok
       /\ mem' = x.mem
  /\ Step(u, IF u = S THEN "end" ELSE "test")
  /\ UNCHANGED <<owner, written, fin>>

(* The writer's test; closed means EPIPE.                                  *)
Test ==
  /\ user[V].step = "test"
  /\ \E l \in Load(mem, V, End, EndLoad) :
       /\ mem' = l.mem
       /\ Step(V, IF l.val = 1 THEN "refused" ELSE "load")
  /\ UNCHANGED <<owner, written, fin>>

LoadW ==
  /\ user[V].step = "load"
  /\ written < Packets
  /\ \E l \in Load(mem, V, W, "relaxed") :
       /\ mem' = l.mem
       /\ user' = [user EXCEPT ![V] = [step |-> "append", w |-> l.val]]
  /\ UNCHANGED <<owner, written, fin>>

AppendPublish ==
  /\ user[V].step = "append"
  /\ mem' \in Store(mem, V, W, user[V].w + 1, WStore)
  /\ written' = written + 1
  /\ Step(V, "unlock")
  /\ UNCHANGED <<owner, fin>>

SetEnd ==
  /\ user[S].step = "end"
  /\ mem' \in Store(mem, S, End, 1, EndStore)
  /\ Step(S, "unlock")
  /\ UNCHANGED <<owner, written, fin>>

Unlock(u) ==
  /\ user[u].step \in {"unlock", "refused"} \/ (u = V /\ user[u].step = "load" /\ written = Packets)
  /\ mem' \in Store(mem, u, Lock, 0, LockStore)
  /\ Step(u, IF u = V /\ user[u].step = "unlock" THEN "idle" ELSE "done")
  /\ UNCHANGED <<owner, written, fin>>

-------------------------------------------------------------------------------
(* The owner, told by the notify message, looks.                           *)

OwnerLoadEnd ==
  /\ owner.step = "idle"
  /\ ~fin
  /\ \E l \in Load(mem, O, End, EndLoad) :
       /\ mem' = l.mem
       /\ owner' = [owner EXCEPT !.end = l.val, !.step = "look"]
  /\ UNCHANGED <<user, written, fin>>

OwnerLook ==
  /\ owner.step = "look"
  /\ \E l \in Load(mem, O, W, WLoad) :
       /\ mem' = l.mem
       /\ IF l.val > owner.taken
          THEN owner' = [owner EXCEPT !.taken = @ + 1] /\ UNCHANGED fin
          ELSE owner' = [owner EXCEPT !.step = "idle"] /\ fin' = (owner.end = 1)
  /\ UNCHANGED <<user, written>>

-------------------------------------------------------------------------------
FlushStep == mem' \in Flush(mem) /\ UNCHANGED <<owner, user, written, fin>>

Inside(u) ==
  \/ u = V /\ (Test \/ LoadW \/ AppendPublish)
  \/ u = S /\ SetEnd
  \/ Unlock(u)

Next ==
  \/ \E u \in User : TakeLock(u) \/ Inside(u)
  \/ OwnerLoadEnd \/ OwnerLook
  \/ FlushStep

(* Stores are seen in the end, and the owner looks again and again.        *)
Fairness ==
  /\ SF_vars(TakeLock(S))
  /\ \A u \in User : WF_vars(Inside(u))
  /\ WF_vars(OwnerLoadEnd /\ owner'.end = Last(mem, End))
  /\ WF_vars(OwnerLook /\ (owner'.taken > owner.taken <=> Last(mem, W) > owner.taken))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* The end of file is behind everything whose write succeeded.             *)
FinIsLast == fin => owner.taken = written

FinIsSent == <>fin
===============================================================================
