-------------------------------- MODULE D43Lock -------------------------------
(* D43: a protocol thread takes the lock that users hold while they wait   *)
(* for it.                                                                 *)
EXTENDS MCWaitFor

TakeLock(p) ==
  /\ Runs(p)
  /\ handling[p] # NoThread
  /\ holder # p
  /\ wanting' = wanting \cup {p}
  /\ UNCHANGED <<queue, handling, waits, holder>>

LockNext ==
  \/ Next
  \/ \E p \in Protocol : TakeLock(p) \/ Acquire(p) \/ Release(p)

LockSpec == Init /\ [][LockNext]_vars
===============================================================================
