------------------------------- MODULE SendingEnd -----------------------------
(***************************************************************************)
(* What the end of the sending direction promises, seen from so_snd: once  *)
(* a user has sealed it, under the writers' lock, nothing is appended; and *)
(* the owner sends the end of file after that, behind all that was         *)
(* written, once.  ShutdownSend says how, and refines this.                *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT User    \* user threads

VARIABLES
  packets,       \* in so_snd
  sealed,        \* no writer is between its test and its append any more
  fin            \* the end of file was sent

vars == <<packets, sealed, fin>>

Init == packets = 0 /\ sealed = FALSE /\ fin = FALSE

AppendPublish ==
  /\ ~sealed
  /\ packets' = packets + 1
  /\ UNCHANGED <<sealed, fin>>

DequeueCount ==
  /\ packets > 0
  /\ packets' = packets - 1
  /\ UNCHANGED <<sealed, fin>>

(* By user u.                                                              *)
Seal(u) ==
  /\ u \in User
  /\ sealed' = TRUE
  /\ UNCHANGED <<packets, fin>>

Fin ==
  /\ sealed
  /\ packets = 0
  /\ ~fin
  /\ fin' = TRUE
  /\ UNCHANGED <<packets, sealed>>

Next ==
  \/ AppendPublish
  \/ DequeueCount
  \/ \E u \in User : Seal(u)
  \/ Fin

Spec == Init /\ [][Next]_vars
===============================================================================
