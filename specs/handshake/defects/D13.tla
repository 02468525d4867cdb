--------------------------------- MODULE D13 ----------------------------------
(* D13: test, then sleep, with no lock and no message: the user links      *)
(* itself into the waiter list.  A packet appended between its test and    *)
(* its sleep finds no sleeper.                                             *)
EXTENDS MCHandshake

Sleep(u) ==
  /\ At(u, "send")
  /\ owner.step = "idle"       \* even if linking excluded a running scan
  /\ GoTo(u, "waiting")
  /\ waiters' = Append(waiters, u)
  /\ UNCHANGED <<lock, eof, inflight, replied, owner>> /\ UNCHANGED bufferState

D13InCall(u) ==
  \/ u \in DOMAIN call /\ Lock(u)
  \/ \E b \in {0, 1} : LoadCantRcvMore(u, b)
  \/ \E n \in Count : Snapshot(u, n)
  \/ lock = u /\ DequeueCount
  \/ Unlock(u)
  \/ Sleep(u)
  \/ Resume(u)

D13Next ==
  \/ \E u \in User : D13InCall(u) \/ Lock(u)
  \/ OwnerStep
  \/ AppendPublish
  \/ SetCantRcvMore

D13Fairness ==
  /\ WF_vars(OwnerStep)
  /\ \A u \in User : WF_vars(D13InCall(u)) /\ SF_vars(u \in DOMAIN call /\ Lock(u))

D13Spec == Init /\ [][D13Next]_vars /\ D13Fairness
===============================================================================
