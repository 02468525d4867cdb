---------------------------- MODULE TraceInterrupt ----------------------------
(***************************************************************************)
(* The steps that probes report, each visible to all at once.              *)
(* ReceiveInterrupt.tla under "sc" implements it.  Which descriptor is     *)
(* done when is the matter of nic/ring; here, whether the driver sees it   *)
(* when it looks, and whether the device asks before it interrupts.        *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
  Count,       \* numbers of descriptors, 0 included
  Length       \* lengths of frames

VARIABLES
  driver,      \* what the driver did last: it "polls", or has "enabled", or "looked" again
  enabled,     \* the device may interrupt
  polled,      \* descriptors polled so far
  done         \* those that are done and not polled

vars == <<driver, enabled, polled, done>>

Init ==
  /\ driver = "polls"
  /\ enabled = FALSE
  /\ polled = 0
  /\ done = {}

CompleteDescriptor(n, length) ==
  /\ n >= polled
  /\ done' = done \cup {n}
  /\ UNCHANGED <<driver, enabled, polled>>

PollDescriptor(n, length) ==
  /\ driver = "polls"
  /\ n = polled
  /\ n \in done
  /\ polled' = n + 1
  /\ done' = done \ {n}
  /\ UNCHANGED <<driver, enabled>>

EnableInterrupt ==
  /\ driver = "polls"
  /\ driver' = "enabled"
  /\ enabled' = TRUE
  /\ UNCHANGED <<polled, done>>

(* 1 says that there is something to poll.                                 *)
LookAgain(b) ==
  /\ driver = "enabled"
  /\ b = (IF polled \in done THEN 1 ELSE 0)
  /\ driver' = "looked"
  /\ UNCHANGED <<enabled, polled, done>>

(* A driver that only polls at intervals neither enables nor masks.        *)
DisableInterrupt ==
  /\ driver # "polls"
  /\ driver' = "polls"
  /\ enabled' = FALSE
  /\ UNCHANGED <<polled, done>>

(* The interrupt masks itself.                                             *)
RaiseInterrupt ==
  /\ enabled
  /\ enabled' = FALSE
  /\ UNCHANGED <<driver, polled, done>>

-------------------------------------------------------------------------------
Next ==
  \/ \E n \in Count, length \in Length : CompleteDescriptor(n, length) \/ PollDescriptor(n, length)
  \/ EnableInterrupt
  \/ \E b \in {0, 1} : LookAgain(b)
  \/ DisableInterrupt
  \/ RaiseInterrupt

ReportedSpec == Init /\ [][Next]_vars

(* Descriptors are numbered without end: states that differ in where the   *)
(* numbers begin are alike.                                                *)
Numbered == [CompleteDescriptor |-> {1}, PollDescriptor |-> {1}]

Numbers == {polled}

Rebase(k) ==
  /\ polled' = polled - k
  /\ done' = {n - k : n \in done}
  /\ UNCHANGED <<driver, enabled>>
===============================================================================
