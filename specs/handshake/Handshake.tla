------------------------------ MODULE Handshake -------------------------------
(***************************************************************************)
(* Waiting for data in so_rcv: PredicateWait where the owner appends and   *)
(* users take.                                                             *)
(***************************************************************************)
EXTENDS PredicateWait

LoadCantRcvMore(u, b) == LoadEnd(u, b) /\ UNCHANGED messages

(* It keeps in mind whether it has seen an error.                          *)
Found(u, step) ==
  /\ GoTo(u, step)
  /\ look' = IF step = "short" THEN [NoLook EXCEPT !.error = look.error] ELSE NoLook

(* The reader's snapshot of the number of packets: a lower bound, and 0    *)
(* only of an empty buffer.  A reader that has got something may leave      *)
(* what it finds there: the urgent mark lies in front of it (sockbuf/mark). *)
Snapshot(u, n) ==
  /\ lock = u
  /\ call[u].step \in {"looks", "take", "done"}
  /\ n <= packets
  /\ (n = 0) => (packets = 0)
  /\ \/ Found(u, IF n > 0 THEN "take"
                 ELSE IF call[u].step # "looks" \/ look.cantMore = 1 THEN "done" ELSE "short")
     \/ n > 0 /\ At(u, "done") /\ Found(u, "done")
  /\ UNCHANGED <<lock, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

DequeueCount == packets > 0 /\ UserPacket({"take"}, -1) /\ UNCHANGED messages

(* Of a whole packet, or of a part of the first; the owner may not have    *)
(* counted its bytes yet.                                                  *)
SbFree(n) ==
  /\ n \in Length
  /\ Counting \/ (At(lock, "take") /\ n \in 1..bytes + (IF OwnerCounting THEN MaxLength ELSE 0))
  /\ Plausible(bytes - n, OwnerCounting, FALSE)
  /\ UserBytes(-n)
  /\ UNCHANGED messages

AppendPublish ==
  /\ cantMore = 0
  /\ packets + 1 \in Count
  /\ OwnerPacket(1)
  /\ UNCHANGED messages

SbAlloc(n) ==
  /\ n \in Length
  /\ OwnerCounting
  /\ Plausible(bytes + n, FALSE, Counting)
  /\ OwnerBytes(n)
  /\ UNCHANGED messages

SetCantRcvMore == SetEnd /\ UNCHANGED messages

-------------------------------------------------------------------------------
InCall(u) ==
  \/ u \in DOMAIN call /\ Lock(u)
  \/ \E b \in {0, 1} : LoadCantRcvMore(u, b)
  \/ \E n \in Count : Snapshot(u, n)
  \/ lock = u /\ (DequeueCount \/ \E n \in Length : SbFree(n))
  \/ UserGoesOn(u)

UserStep(u) == InCall(u) \/ Lock(u) \/ TakeError(u) \/ SendAbort(u)

Next ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ \E n \in Length : SbAlloc(n)
  \/ \E n \in Mark : SbReserve(n)
  \/ AppendPublish
  \/ SetCantRcvMore
  \/ SetError

(* Nobody has to call receive, no packet has to come and no wait has to be  *)
(* aborted; but a call that has begun goes on.                             *)
Fairness ==
  /\ FairToAll
  /\ WF_vars(\E n \in Length : SbAlloc(n))
  /\ \A u \in User : WF_vars(InCall(u))

Spec == Init /\ [][Next]_vars /\ Fairness
===============================================================================
