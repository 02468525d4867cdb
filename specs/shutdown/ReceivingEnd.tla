------------------------------ MODULE ReceivingEnd ----------------------------
(***************************************************************************)
(* What the end of the receiving direction promises, seen from so_rcv:     *)
(* nothing is appended after SS_CANTRCVMORE, and who flushes after it      *)
(* (shutdown, close) leaves nothing.  ShutdownReceive says how, and        *)
(* refines this.                                                           *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT User    \* user threads

VARIABLES
  packets,       \* in so_rcv
  ended,         \* SS_CANTRCVMORE
  flushed        \* a user has flushed after the end

vars == <<packets, ended, flushed>>

Init == packets = 0 /\ ended = FALSE /\ flushed = FALSE

AppendPublish ==
  /\ ~ended
  /\ packets' = packets + 1
  /\ UNCHANGED <<ended, flushed>>

DequeueCount ==
  /\ packets > 0
  /\ packets' = packets - 1
  /\ UNCHANGED <<ended, flushed>>

SetCantRcvMore == ended' = TRUE /\ UNCHANGED <<packets, flushed>>

(* User u has flushed, and has found nothing more.                         *)
Flushed(u) ==
  /\ u \in User
  /\ ended
  /\ packets = 0
  /\ flushed' = TRUE
  /\ UNCHANGED <<packets, ended>>

Next ==
  \/ AppendPublish
  \/ DequeueCount
  \/ SetCantRcvMore
  \/ \E u \in User : Flushed(u)

Spec == Init /\ [][Next]_vars
===============================================================================
