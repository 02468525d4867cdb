--------------------------------- MODULE D13 ----------------------------------
(* D13: test, then sleep, with no lock and no message: the user links      *)
(* itself into the waiter list.  A packet appended between its test and    *)
(* its sleep finds no sleeper.                                             *)
EXTENDS MCHandshake

Sleep(u) ==
  /\ At(u, "send")
  /\ owner.step = "idle"       \* even if linking excluded a running scan
  /\ GoTo(u, "waits")
  /\ waiters' = Append(waiters, u)
  /\ UNCHANGED <<lock, look, inflight, replied, aborts, owner>> /\ UNCHANGED bufferState

D13InCall(u) == (InCall(u) /\ ~At(u, "send")) \/ Sleep(u)

D13Next ==
  \/ \E u \in User : D13InCall(u) \/ Lock(u) \/ Handles(u)
  \/ \E n \in Length : SbAlloc(n)
  \/ AppendPublish
  \/ SetCantRcvMore

D13Spec ==
  /\ Init
  /\ [][D13Next]_vars
  /\ FairToAll
  /\ WF_vars(\E n \in Length : SbAlloc(n))
  /\ \A u \in User : WF_vars(D13InCall(u))
===============================================================================
