------------------------------ MODULE SendSpace -------------------------------
(***************************************************************************)
(* Waiting for space in so_snd: PredicateWait where users append and the   *)
(* owner takes.  Only the owner makes space, and only the owner evaluates  *)
(* and links waiters.                                                      *)
(***************************************************************************)
EXTENDS PredicateWait

LoadCantSendMore(u, b) == LoadEnd(u, b) /\ UNCHANGED messages

AppendPublish ==
  /\ look.cantMore = 0
  /\ packets < Slots
  /\ packets + 1 \in Count
  /\ UserPacket({"looks"}, 1)
  /\ UNCHANGED messages

SbAlloc(n) ==
  /\ n \in Length
  /\ Counting
  /\ Plausible(bytes + n, FALSE, OwnerCounting)
  /\ UserBytes(n)
  /\ UNCHANGED messages

DequeueCount == packets > 0 /\ OwnerPacket(-1) /\ UNCHANGED messages

(* Of a whole packet, or of a part of the first.                           *)
SbFree(n) ==
  /\ n \in Length
  /\ OwnerCounting \/ (MayChange /\ n \in 1..bytes)
  /\ Plausible(bytes - n, Counting, FALSE)
  /\ OwnerBytes(-n)
  /\ UNCHANGED messages

SetCantSendMore == SetEnd /\ UNCHANGED messages

-------------------------------------------------------------------------------
InCall(u) ==
  \/ u \in DOMAIN call /\ Lock(u)
  \/ \E b \in {0, 1} : LoadCantSendMore(u, b)
  \/ lock = u /\ (AppendPublish \/ \E n \in Length : SbAlloc(n))
  \/ UserGoesOn(u)

UserStep(u) == InCall(u) \/ Lock(u) \/ TakeError(u) \/ SendAbort(u)

Next ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ \E n \in Length : SbFree(n)
  \/ \E n \in Mark : SbReserve(n)
  \/ DequeueCount
  \/ SetCantSendMore
  \/ SetError

(* Nobody has to send, nothing has to be taken and no wait has to be      *)
(* aborted; but a call that has begun goes on.                             *)
Fairness ==
  /\ FairToAll
  /\ WF_vars(OwnerCounting /\ \E n \in Length : SbFree(n))
  /\ \A u \in User : WF_vars(InCall(u))

Spec == Init /\ [][Next]_vars /\ Fairness
===============================================================================
