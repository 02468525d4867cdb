----------------------------- MODULE PredicateWait ----------------------------
(***************************************************************************)
(* Waiting by predicate message, for data in so_rcv and for space in       *)
(* so_snd.  A user that finds less than it wants sends the protocol thread *)
(* that owns the socket a message with its predicate, and waits for the    *)
(* reply.  The owner evaluates the predicate; if it does not hold, the     *)
(* message goes on the buffer's waiter list, and every later change of the *)
(* buffer by the owner evaluates it again.                                 *)
(*                                                                         *)
(* Why no wakeup is lost: the owner is the only thread that makes the      *)
(* predicate true, so nothing falls between its evaluation and the waiter  *)
(* list.  It appends to so_rcv and takes from so_snd; users, under the     *)
(* buffer's user-side lock, do the opposite, and so only make predicates   *)
(* false.  What a user wants travels with its message: a low-water mark    *)
(* that another thread lowers meanwhile does not make a predicate true.    *)
(*                                                                         *)
(* Two counts, of packets and of bytes, each of which both sides know      *)
(* perhaps late.  What the user sees is not more than there is (of data in *)
(* so_rcv, a lower bound of the count; of space in so_snd, for which the   *)
(* count is an upper bound), so it may wait in vain, and is told.  What    *)
(* the owner sees is not less than there is, so it may reply in vain, and  *)
(* the user asks again.                                                    *)
(*                                                                         *)
(* An error that the owner notes (so_error) ends the wait as well: it is    *)
(* part of the predicate, and set by the owner.  A user looks for it under *)
(* the lock before it looks for data, as for the end, so an error does not *)
(* overtake data; it takes it when it has found none.  What the error is,  *)
(* is the socket's, and another may have taken it from there: then the     *)
(* user goes on.                                                           *)
(*                                                                         *)
(* An interrupt or a timeout ends a wait by a second message to the same   *)
(* port: the user may not take its first message back.                     *)
(***************************************************************************)
EXTENDS Integers, Sequences, TLC

CONSTANTS
  Buffer,      \* "so_rcv" or "so_snd"
  User,        \* user threads; positive numbers
  Count,       \* numbers of packets in the buffer, 0 included
  Length,      \* lengths of packets in bytes, 0 may be one
  Want,        \* how many bytes, of data or of space, a call may want; positive
  HiWat,       \* the buffer's high-water mark in bytes, at first
  Mark,        \* what it may be set to
  Errors,      \* whether so_error is set at all
  MaxLength,   \* of the longest packet
  Slots        \* how many packets the buffer holds

NoUser == 0

VARIABLES
  packets,     \* in the buffer
  hiwat,       \* the buffer's high-water mark
  bytes,       \* in the buffer; below 0 for the moment in which a reader is faster than the count
  cantMore,    \* SS_CANTRCVMORE or SS_CANTSENDMORE; 0 or 1
  error,       \* 0, or so_error is set and no user of this buffer has taken it: then 1 more than
               \* the packets that came before it and are still there
  lock,        \* the user holding the buffer's user lock, or NoUser
  look,        \* what the lock holder's estimates are not older than
  call,        \* user inside a call -> [step, want]
  inflight,    \* users whose predicate message travels to the owner
  waiters,     \* the buffer's waiter list: users whose predicate was false
  replied,     \* users whose message was replied to and who have not seen it
  aborts,      \* users whose abort message travels to the owner
  owner        \* the protocol thread: [step, user, rest]

vars == <<packets, bytes, hiwat, cantMore, error, lock, look, call, inflight, waiters, replied,
          aborts, owner>>
bufferState == <<packets, bytes, hiwat, cantMore, error>>
userOwn == <<lock, look, call>>
messages == <<inflight, waiters, replied, aborts>>

Idle == [step |-> "idle", user |-> NoUser, rest |-> <<>>]
NoLook == [packets |-> 0, bytes |-> 0, hiwat |-> 0, cantMore |-> 0, error |-> 0]

Init ==
  /\ packets = 0
  /\ bytes = 0
  /\ hiwat = HiWat
  /\ cantMore = 0
  /\ error = 0
  /\ lock = NoUser
  /\ look = NoLook
  /\ call = <<>>
  /\ inflight = {}
  /\ waiters = <<>>
  /\ replied = {}
  /\ aborts = {}
  /\ owner = Idle

(* Whether a user that wants w bytes has enough with p packets and b bytes *)
(* in a buffer of mark h.  A reader who wants one byte has enough with a   *)
(* packet of none, everybody has with a full buffer, which will not grow,  *)
(* and a writer of more than the buffer can hold waits in vain.            *)
Enough(p, b, h, w) ==
  IF Buffer = "so_rcv"
  THEN p > 0 /\ (w = 1 \/ b >= w \/ b + MaxLength > h \/ p >= Slots)
  ELSE w > h \/ (b + w <= h /\ p < Slots)

Predicate(w) == cantMore = 1 \/ error > 0 \/ Enough(packets, bytes, hiwat, w)

At(u, step) == u \in DOMAIN call /\ call[u].step = step
GoTo(u, step) == call' = (u :> [call[u] EXCEPT !.step = step]) @@ call
Return(u) == call' = [x \in DOMAIN call \ {u} |-> call[x]]
Without(list, u) == SelectSeq(list, LAMBDA x : x # u)
OnList(u) == \E i \in 1..Len(waiters) : waiters[i] = u

-------------------------------------------------------------------------------
(* User side                                                               *)

Lock(u) ==
  /\ lock = NoUser
  /\ IF u \in DOMAIN call THEN call[u].step = "again" ELSE TRUE
  /\ lock' = u
  /\ call' = (u :> [step |-> "locked", want |-> 1]) @@ call
  /\ UNCHANGED <<look, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

(* What the two directions do alike, and under different names; none of it *)
(* changes messages.                                                       *)

(* The end is read before the counts: what was appended before the bit was *)
(* set is then seen.                                                       *)
LoadEnd(u, b) ==
  /\ lock = u
  /\ At(u, "locked")
  /\ b = cantMore
  /\ look' = [packets |-> packets, bytes |-> bytes, hiwat |-> hiwat, cantMore |-> b,
              error |-> IF Buffer = "so_rcv" /\ error > 0 THEN 1 ELSE 0]
  /\ GoTo(u, "looks")
  /\ UNCHANGED <<lock, owner>> /\ UNCHANGED bufferState

(* The user finds less than the w bytes it wants.  A reader that has seen   *)
(* the end or an error wants what there is.                                *)
Short(u, w) ==
  /\ lock = u
  /\ At(u, "looks")
  /\ look.cantMore = 0
  /\ look.error = 0
  /\ ~Enough(look.packets, look.bytes, look.hiwat, w)
  /\ look' = NoLook
  /\ call' = (u :> [step |-> "short", want |-> w]) @@ call
  /\ UNCHANGED <<lock, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

(* The bytes are those of the packets, but for one packet whose bytes are  *)
(* not added or not subtracted yet.                                        *)
Plausible(b, adding, subtracting) ==
  /\ b >= (IF adding THEN -MaxLength ELSE 0)
  /\ b <= MaxLength * (IF subtracting THEN packets + 1 ELSE packets)

(* The lock holder takes a packet from so_rcv or appends one to so_snd,    *)
(* then counts its bytes.                                                  *)
Counting == lock # NoUser /\ At(lock, "count")
OwnerCounting == owner.step = "count"

UserPacket(from, d) ==
  /\ lock # NoUser
  /\ call[lock].step \in from
  /\ packets' = packets + d
  /\ look' = NoLook
  /\ GoTo(lock, "count")
  /\ error' = IF Buffer = "so_rcv" /\ error > 1 THEN error - 1 ELSE error
  /\ UNCHANGED <<bytes, hiwat, cantMore, lock, owner>>

UserBytes(d) ==
  /\ lock # NoUser
  /\ bytes' = bytes + d
  /\ GoTo(lock, "done")
  /\ UNCHANGED <<packets, hiwat, cantMore, error, lock, look, owner>>

(* The lock holder takes an error: a reader that has seen it and then      *)
(* found nothing; a writer before it looks for room.  It clears the mark   *)
(* and then takes the socket's error, which ends its call, unless somebody *)
(* else was faster.                                                        *)
TakeError(u) ==
  /\ lock = u
  /\ IF Buffer = "so_rcv" THEN At(u, "short") /\ look.error = 1 ELSE At(u, "looks")
  /\ error > 0
  /\ error' = 0
  /\ look' = [look EXCEPT !.error = 0]
  /\ UNCHANGED <<packets, bytes, hiwat, cantMore, lock, call, owner>>
  /\ UNCHANGED messages

(* A call that found too little goes on to wait, or returns if the caller  *)
(* did not want to block, or not any longer.                               *)
Unlock(u) ==
  /\ lock = u
  /\ lock' = NoUser
  /\ look' = NoLook
  /\ \/ call[u].step \in {"done", "short"} /\ Return(u)
     \/ At(u, "looks") /\ (look.cantMore = 1 \/ Buffer = "so_snd") /\ Return(u)
     \/ At(u, "short") /\ GoTo(u, "send")
  /\ UNCHANGED owner /\ UNCHANGED bufferState /\ UNCHANGED messages

SendPredicate(u) ==
  /\ At(u, "send")
  /\ GoTo(u, "waits")
  /\ inflight' = inflight \cup {u}
  /\ UNCHANGED <<lock, look, waiters, replied, aborts, owner>> /\ UNCHANGED bufferState

(* Interrupted, or out of time; the reply may be on its way already.       *)
SendAbort(u) ==
  /\ At(u, "waits")
  /\ GoTo(u, "aborts")
  /\ aborts' = aborts \cup {u}
  /\ UNCHANGED <<lock, look, inflight, waiters, replied, owner>> /\ UNCHANGED bufferState

(* The user sees the reply, and that of its abort if it sent one: then     *)
(* both messages are with it again (see abort).  A reply is a hint:        *)
(* another user may have been faster, so the test is made again.           *)
Resume(u) ==
  /\ At(u, "waits") \/ At(u, "aborts")
  /\ u \in replied
  /\ replied' = replied \ {u}
  /\ aborts' = aborts \ {u}
  /\ call' = (u :> [step |-> "again", want |-> 1]) @@ call
  /\ UNCHANGED <<lock, look, inflight, waiters, owner>> /\ UNCHANGED bufferState

-------------------------------------------------------------------------------
(* The protocol thread that owns the socket                                *)

Scan(list) == IF list = <<>> THEN Idle ELSE [step |-> "scan", user |-> NoUser, rest |-> list]

(* A packet of which the lock holder has not counted the bytes may be      *)
(* missing in its count of packets.                                        *)
MayHold(w) ==
  \/ Predicate(w)
  \/ Counting /\ Enough(IF Buffer = "so_rcv" THEN packets + 1 ELSE packets - 1, bytes, hiwat, w)

(* The predicate of u is evaluated: when its message arrives, or when the  *)
(* waiters are scanned after a change.                                     *)
Evaluate(u, b) ==
  /\ \/ owner.step = "idle" /\ u \in inflight
     \/ owner.step = "scan" /\ u = Head(owner.rest)
  /\ (b = 1) => MayHold(call[u].want)
  /\ (b = 0) => ~Predicate(call[u].want)
  /\ \/ /\ owner.step = "idle"
        /\ inflight' = inflight \ {u}
        /\ owner' = [step |-> IF b = 1 THEN "reply" ELSE "enqueue", user |-> u, rest |-> <<>>]
     \/ /\ owner.step = "scan"
        /\ owner' = IF b = 1 THEN [owner EXCEPT !.step = "reply", !.user = u]
                             ELSE Scan(Tail(owner.rest))
        /\ UNCHANGED inflight
  /\ UNCHANGED <<waiters, replied, aborts>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

Enqueue(u) ==
  /\ owner.step = "enqueue"
  /\ owner.user = u
  /\ waiters' = Append(waiters, u)
  /\ owner' = Idle
  /\ UNCHANGED <<inflight, replied, aborts>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

Reply(u) ==
  /\ owner.step = "reply"
  /\ owner.user = u
  /\ replied' = replied \cup {u}
  /\ waiters' = Without(waiters, u)
  /\ owner' = Scan(IF owner.rest = <<>> THEN <<>> ELSE Tail(owner.rest))
  /\ UNCHANGED <<inflight, aborts>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

(* The abort arrives, after the message that it is about, and that is on   *)
(* the list still: it is taken off and replied to.  If it was replied to   *)
(* already, the abort changes nothing.                                     *)
Abort(u) ==
  /\ owner.step = "idle"
  /\ u \in aborts
  /\ OnList(u)
  /\ aborts' = aborts \ {u}
  /\ waiters' = Without(waiters, u)
  /\ owner' = [step |-> "reply", user |-> u, rest |-> <<>>]
  /\ UNCHANGED <<inflight, replied>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

(* The abort has come first, since the socket moved while both travelled:   *)
(* the message is replied to as it comes.  Nothing moves in the models of  *)
(* this folder, so that is a step of traces only; abort is about it.       *)
ReplyGivenUp(u) ==
  /\ owner.step = "idle"
  /\ u \in inflight
  /\ u \in aborts
  /\ inflight' = inflight \ {u}
  /\ replied' = replied \cup {u}
  /\ UNCHANGED <<waiters, aborts, owner>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

(* The owner may change the buffer.                                        *)
MayChange == owner.step = "idle"

(* The owner appends a packet to so_rcv or takes one from so_snd, then     *)
(* counts its bytes; then the waiters are scanned (sowakeup).              *)
OwnerPacket(d) ==
  /\ MayChange
  /\ packets' = packets + d
  /\ owner' = [Idle EXCEPT !.step = "count"]
  /\ UNCHANGED <<bytes, hiwat, cantMore, error>> /\ UNCHANGED userOwn

OwnerBytes(d) ==
  /\ bytes' = bytes + d
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<packets, hiwat, cantMore, error>> /\ UNCHANGED userOwn

(* A new high-water mark (SO_RCVBUF, SO_SNDBUF).  It can make predicates   *)
(* true, so it is set by the owner; a user that looks may use the old one. *)
SbReserve(n) ==
  /\ n \in Mark
  /\ owner.step = "idle"
  /\ hiwat' = n
  /\ look' = IF lock # NoUser /\ At(lock, "looks") /\ (n < look.hiwat <=> Buffer = "so_snd")
             THEN [look EXCEPT !.hiwat = n] ELSE look
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<packets, bytes, cantMore, error, lock, call>> /\ UNCHANGED messages

SetEnd ==
  /\ owner.step = "idle"
  /\ cantMore' = 1
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<packets, bytes, hiwat, error>> /\ UNCHANGED userOwn

(* An error of the socket, such as an ICMP error about what it sent.       *)
SetError ==
  /\ owner.step = "idle"
  /\ Errors
  /\ error' = IF error > 0 THEN error ELSE IF Buffer = "so_rcv" THEN packets + 1 ELSE 1
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<packets, bytes, hiwat, cantMore>> /\ UNCHANGED userOwn /\ UNCHANGED messages

-------------------------------------------------------------------------------
(* What a user does once it is inside a call, and what the owner owes it,  *)
(* in either direction.                                                    *)
UserGoesOn(u) ==
  \/ \E w \in Want : Short(u, w)
  \/ Unlock(u)
  \/ SendPredicate(u)
  \/ Resume(u)

Handles(u) == Enqueue(u) \/ Reply(u) \/ Abort(u) \/ \E b \in {0, 1} : Evaluate(u, b)

(* The lock is given to everybody in turn; the owner ends what it has      *)
(* begun, and takes everybody's messages; who finds too little looks for an *)
(* error, though perhaps a moment before it is there.                      *)
FairToAll ==
  \A u \in User :
    /\ SF_vars(u \in DOMAIN call /\ Lock(u))
    /\ SF_vars(TakeError(u))
    /\ WF_vars(owner.step # "idle" /\ Handles(u))
    /\ SF_vars(owner.step = "idle" /\ Handles(u))

-------------------------------------------------------------------------------
(* The message of a user that waits is in exactly one place: no message is *)
(* replied to twice, and none is on a list after its reply.                *)
Handled(u) == owner.user = u /\ ~OnList(u)

MessageInOnePlace ==
  \A u \in User :
    LET places == (IF u \in inflight THEN 1 ELSE 0) + (IF Handled(u) THEN 1 ELSE 0)
                  + Len(SelectSeq(waiters, LAMBDA x : x = u)) + (IF u \in replied THEN 1 ELSE 0)
    IN  places = IF At(u, "waits") \/ At(u, "aborts") THEN 1 ELSE 0

LockDiscipline ==
  \A u \in DOMAIN call :
    call[u].step \in {"locked", "looks", "take", "count", "done", "short"} => lock = u

Waits(u) == At(u, "waits") \/ At(u, "aborts")
Holds(u) == Waits(u) /\ Predicate(call[u].want)

(* A user that waits while its predicate holds does not wait forever.      *)
NoLostWakeup == \A u \in User : Holds(u) ~> ~Holds(u)

(* A user that has sent an abort returns, whatever becomes of the buffer.  *)
AbortReturns == \A u \in User : At(u, "aborts") ~> ~At(u, "aborts")

(* After the end every call returns.                                       *)
EndReturns == \A u \in User : (cantMore = 1 /\ u \in DOMAIN call) ~> (u \notin DOMAIN call)

(* Who may take an error has taken all that came before it.                *)
ErrorIsBehindData == \A u \in User : ENABLED TakeError(u) => error = 1

(* A user that waits beside an error takes it, unless another does, or it  *)
(* finds what it wants, or gives up.                                       *)
ErrorIsTaken ==
  \A u \in User : (error > 0 /\ Waits(u)) ~>
    (error = 0 \/ At(u, "take") \/ At(u, "count") \/ u \notin DOMAIN call)

(* While nobody has enough and nothing is appended or taken, a user that   *)
(* does not abort its waits does not ask again and again.                  *)
Quiet == (\A w \in Want : ~Predicate(w)) /\ ~Counting /\ ~OwnerCounting
NoSpin == \A u \in User : <>[](Quiet /\ ~At(u, "aborts")) => <>[](~At(u, "again"))
===============================================================================
