-------------------------------- MODULE Notify --------------------------------
(***************************************************************************)
(* Coalesced notify: "look at my send buffer".  Writers append packets and *)
(* put one message for any number of appends: only if it is not on its way *)
(* already.  The owner marks the message as arrived before it looks.       *)
(*                                                                         *)
(* Writer and owner each write one word and then read the other's, so the  *)
(* code needs sequentially consistent accesses to `pending`.               *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Count,       \* numbers of packets in the send buffer, 0 included
  MaxWriters   \* how many writers are between append and notify at a time

VARIABLES
  data,        \* packets in the send buffer
  pending,     \* the message is on its way; 0 or 1
  queued,      \* the message is on the owner's port
  writers,     \* writers that have appended and not yet notified
  scanning     \* the owner looks at the buffer until it has seen it empty

vars == <<data, pending, queued, writers, scanning>>

Init ==
  /\ data = 0
  /\ pending = 0
  /\ queued = FALSE
  /\ writers = 0
  /\ scanning = FALSE

AppendPublish ==
  /\ data + 1 \in Count
  /\ writers < MaxWriters
  /\ data' = data + 1
  /\ writers' = writers + 1
  /\ UNCHANGED <<pending, queued, scanning>>

(* One atomic exchange: the writer reads b and leaves 1; whoever read 0    *)
(* puts the message.                                                       *)
Post(b) ==
  /\ writers > 0
  /\ b = pending
  /\ pending' = 1
  /\ queued' = (queued \/ b = 0)
  /\ writers' = writers - 1
  /\ UNCHANGED <<data, scanning>>

(* The message arrives.                                                    *)
Clear ==
  /\ queued
  /\ ~scanning
  /\ queued' = FALSE
  /\ pending' = 0
  /\ scanning' = TRUE
  /\ UNCHANGED <<data, writers>>

(* The owner looks: it sees n packets, a lower bound, and 0 only in an     *)
(* empty buffer.  It may also look unasked, when it sends for another      *)
(* reason.                                                                 *)
Snapshot(u, n) ==
  /\ n <= data
  /\ (n = 0) => (data = 0)
  /\ scanning' = (n > 0)
  /\ UNCHANGED <<data, pending, queued, writers>>

DequeueCount ==
  /\ scanning
  /\ data > 0
  /\ data' = data - 1
  /\ UNCHANGED <<pending, queued, writers, scanning>>

-------------------------------------------------------------------------------
Look == \E n \in Count : Snapshot(0, n)

Next ==
  \/ AppendPublish
  \/ \E b \in {0, 1} : Post(b)
  \/ Clear
  \/ Look
  \/ DequeueCount

Fairness ==
  /\ WF_vars(\E b \in {0, 1} : Post(b))
  /\ WF_vars(Clear)
  /\ WF_vars(scanning /\ Look)
  /\ SF_vars(DequeueCount)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* The message is on the port only while it is pending: never twice.       *)
QueuedIsPending == queued => pending = 1

(* Every append is seen.                                                   *)
EveryAppendSeen == (data > 0) ~> (data = 0 \/ scanning)
===============================================================================
