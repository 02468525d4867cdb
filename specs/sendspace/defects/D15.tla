--------------------------------- MODULE D15 ----------------------------------
(* D15: a writer that found no space sets a flag, waiting, after its test  *)
(* and its unlock, and sleeps; who makes space wakes the sleepers if the   *)
(* flag is set.  Space made between test and flag wakes nobody.  The flag  *)
(* is set here together with going to sleep, and cleared together with     *)
(* waking all: the waiter list is the flag.                                *)
EXTENDS MCSendSpace

SleepWaiting(u) ==
  /\ At(u, "send")
  /\ GoTo(u, "waits")
  /\ waiters' = Append(waiters, u)
  /\ UNCHANGED <<lock, look, inflight, replied, aborts, owner>> /\ UNCHANGED bufferState

FreeAndWake(n) ==
  /\ n \in Length
  /\ OwnerCounting
  /\ Plausible(bytes - n, Counting, FALSE)
  /\ bytes' = bytes - n
  /\ replied' = replied \cup {u \in User : OnList(u)}
  /\ waiters' = <<>>
  /\ owner' = Idle
  /\ UNCHANGED <<packets, hiwat, cantMore, error, inflight, aborts>> /\ UNCHANGED userOwn

D15InCall(u) == (InCall(u) /\ ~At(u, "send")) \/ SleepWaiting(u)

D15Next ==
  \/ \E u \in User : D15InCall(u) \/ Lock(u)
  \/ DequeueCount
  \/ \E n \in Length : FreeAndWake(n)

D15Spec ==
  /\ Init
  /\ [][D15Next]_vars
  /\ WF_vars(\E n \in Length : FreeAndWake(n))
  /\ \A u \in User : WF_vars(D15InCall(u)) /\ SF_vars(u \in DOMAIN call /\ Lock(u))
===============================================================================
