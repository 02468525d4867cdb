----------------------------- MODULE TraceNotify ------------------------------
(***************************************************************************)
(* The steps that probes report, by any number of writers, each visible to *)
(* all at once.  Notify.tla under "sc" implements it.                      *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Count        \* numbers of packets in the send buffer, 0 included

VARIABLES
  data,        \* packets in the send buffer
  pending,     \* the message is on its way; 0 or 1
  queued,      \* the message is on the owner's port
  scanning     \* the owner looks at the buffer until it has seen it empty

vars == <<data, pending, queued, scanning>>

Init ==
  /\ data = 0
  /\ pending = 0
  /\ queued = FALSE
  /\ scanning = FALSE

AppendPublish ==
  /\ data + 1 \in Count
  /\ data' = data + 1
  /\ UNCHANGED <<pending, queued, scanning>>

(* The writer reads b and leaves 1; whoever read 0 puts the message.  A    *)
(* user may have another reason that the owner should look: it has drained *)
(* the receive buffer of a stream, or shut this one down.  Or it is the    *)
(* owner, who has taken enough and leaves the rest to the next message.    *)
Post(b) ==
  /\ b = pending
  /\ pending' = 1
  /\ queued' = (queued \/ b = 0)
  /\ scanning' \in {scanning, FALSE}
  /\ UNCHANGED data

(* The message arrives.  The look before may have ended early, at a packet *)
(* for which the peer of a stream has no room, or is still to come: TCP    *)
(* looks once for all messages of a turn.                                  *)
Clear ==
  /\ queued
  /\ queued' = FALSE
  /\ pending' = 0
  /\ scanning' = TRUE
  /\ UNCHANGED data

(* The owner sees n packets, a lower bound, and 0 only in an empty buffer. *)
(* It may also look unasked, when it sends for another reason.             *)
Snapshot(u, n) ==
  /\ n <= data
  /\ (n = 0) => (data = 0)
  /\ scanning' = (n > 0)
  /\ UNCHANGED <<data, pending, queued>>

DequeueCount ==
  /\ scanning
  /\ data > 0
  /\ data' = data - 1
  /\ UNCHANGED <<pending, queued, scanning>>

-------------------------------------------------------------------------------
Next ==
  \/ AppendPublish
  \/ \E b \in {0, 1} : Post(b)
  \/ Clear
  \/ \E n \in Count : Snapshot(0, n)
  \/ DequeueCount

ReportedSpec == Init /\ [][Next]_vars
===============================================================================
