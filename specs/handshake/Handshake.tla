------------------------------- MODULE Handshake ------------------------------
(***************************************************************************)
(* Waiting for data by predicate message.  A user that finds the receive   *)
(* buffer empty sends the protocol thread that owns the socket a message   *)
(* with its predicate, and waits for the reply.  The owner evaluates the   *)
(* predicate; if it does not hold, the message goes on the buffer's waiter *)
(* list, and every later change of the buffer evaluates it again.          *)
(*                                                                         *)
(* Why no wakeup is lost: the owner is the only thread that makes the      *)
(* predicate true, so nothing falls between its evaluation and the waiter  *)
(* list.                                                                   *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC

CONSTANTS
  User,        \* user threads; positive numbers
  Count        \* numbers of packets in the buffer, 0 included

NoUser == 0

VARIABLES
  data,           \* packets in the receive buffer
  cantRcvMore,    \* SS_CANTRCVMORE: no more data will come; 0 or 1
  lock,           \* the user holding the receive buffer's user lock, or NoUser
  call,           \* user inside a receive call -> its next step
  eof,            \* what the lock holder read of cantRcvMore
  inflight,       \* users whose predicate message travels to the owner
  waiters,        \* the buffer's waiter list: users whose predicate was false
  replied,        \* users whose message was replied to and who have not seen it
  owner           \* the protocol thread: [step, user, rest]

vars == <<data, cantRcvMore, lock, call, eof, inflight, waiters, replied, owner>>
userOwn == <<lock, call, eof>>
bufferState == <<data, cantRcvMore>>
messages == <<inflight, waiters, replied>>

Idle == [step |-> "idle", user |-> NoUser, rest |-> <<>>]

Init ==
  /\ data = 0
  /\ cantRcvMore = 0
  /\ lock = NoUser
  /\ call = <<>>
  /\ eof = 0
  /\ inflight = {}
  /\ waiters = <<>>
  /\ replied = {}
  /\ owner = Idle

Predicate == data > 0 \/ cantRcvMore = 1

At(u, step) == u \in DOMAIN call /\ call[u] = step
GoTo(u, step) == call' = (u :> step) @@ call
Return(u) == call' = [x \in DOMAIN call \ {u} |-> call[x]]
Without(list, u) == SelectSeq(list, LAMBDA x : x # u)

-------------------------------------------------------------------------------
(* User side                                                               *)

Lock(u) ==
  /\ lock = NoUser
  /\ IF u \in DOMAIN call THEN call[u] = "again" ELSE TRUE
  /\ lock' = u
  /\ GoTo(u, "locked")
  /\ UNCHANGED <<eof, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

(* End of file is read before emptiness: what was appended before the bit  *)
(* was set is then seen.                                                   *)
LoadCantRcvMore(u, b) ==
  /\ lock = u
  /\ At(u, "locked")
  /\ b = cantRcvMore
  /\ eof' = b
  /\ GoTo(u, "eof read")
  /\ UNCHANGED <<lock, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

(* The reader's snapshot of the number of packets: a lower bound, and 0    *)
(* only of an empty buffer.                                                *)
Snapshot(u, n) ==
  /\ lock = u
  /\ At(u, "eof read")
  /\ n <= data
  /\ (n = 0) => (data = 0)
  /\ GoTo(u, IF n > 0 THEN "take" ELSE IF eof = 1 THEN "done" ELSE "empty")
  /\ UNCHANGED <<lock, eof, owner>> /\ UNCHANGED bufferState /\ UNCHANGED messages

DequeueCount ==
  /\ lock # NoUser
  /\ At(lock, "take")
  /\ data' = data - 1
  /\ GoTo(lock, "done")
  /\ UNCHANGED <<cantRcvMore, lock, eof, owner>> /\ UNCHANGED messages

(* A call that found nothing goes on to wait, or returns if the caller did *)
(* not want to block.                                                      *)
Unlock(u) ==
  /\ lock = u
  /\ lock' = NoUser
  /\ eof' = 0
  /\ \/ call[u] \in {"done", "empty"} /\ Return(u)
     \/ At(u, "empty") /\ GoTo(u, "send")
  /\ UNCHANGED owner /\ UNCHANGED bufferState /\ UNCHANGED messages

SendPredicate(u) ==
  /\ At(u, "send")
  /\ GoTo(u, "waiting")
  /\ inflight' = inflight \cup {u}
  /\ UNCHANGED <<lock, eof, waiters, replied, owner>> /\ UNCHANGED bufferState

(* The reply is a hint: another user may have taken the packet, so the     *)
(* test is made again.                                                     *)
Resume(u) ==
  /\ At(u, "waiting")
  /\ u \in replied
  /\ replied' = replied \ {u}
  /\ GoTo(u, "again")
  /\ UNCHANGED <<lock, eof, inflight, waiters, owner>> /\ UNCHANGED bufferState

-------------------------------------------------------------------------------
(* The protocol thread that owns the socket                                *)

Scan(list) == IF list = <<>> THEN Idle ELSE [step |-> "scan", user |-> NoUser, rest |-> list]

(* The owner's count is an upper bound: a packet that a user has just      *)
(* taken may still be in it.                                               *)
Leaving == lock # NoUser /\ At(lock, "done")

(* The predicate of u is evaluated: when its message arrives, or when the  *)
(* waiters are scanned after a change.                                     *)
Evaluate(u, b) ==
  /\ (b = 1) => (Predicate \/ Leaving)
  /\ (b = 0) => ~Predicate
  /\ \/ /\ owner.step = "idle"
        /\ u \in inflight
        /\ inflight' = inflight \ {u}
        /\ owner' = [step |-> IF b = 1 THEN "reply" ELSE "enqueue", user |-> u, rest |-> <<>>]
     \/ /\ owner.step = "scan"
        /\ u = Head(owner.rest)
        /\ owner' = IF b = 1 THEN [owner EXCEPT !.step = "reply", !.user = u]
                             ELSE Scan(Tail(owner.rest))
        /\ UNCHANGED inflight
  /\ UNCHANGED <<waiters, replied>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

Enqueue(u) ==
  /\ owner.step = "enqueue"
  /\ owner.user = u
  /\ waiters' = Append(waiters, u)
  /\ owner' = Idle
  /\ UNCHANGED <<inflight, replied>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

Reply(u) ==
  /\ owner.step = "reply"
  /\ owner.user = u
  /\ replied' = replied \cup {u}
  /\ waiters' = Without(waiters, u)
  /\ owner' = Scan(IF owner.rest = <<>> THEN <<>> ELSE Tail(owner.rest))
  /\ UNCHANGED inflight /\ UNCHANGED userOwn /\ UNCHANGED bufferState

(* A packet becomes visible; then the waiters are scanned (sowakeup).      *)
AppendPublish ==
  /\ owner.step = "idle"
  /\ data + 1 \in Count
  /\ data' = data + 1
  /\ owner' = Scan(waiters)
  /\ UNCHANGED cantRcvMore /\ UNCHANGED userOwn /\ UNCHANGED messages

SetCantRcvMore ==
  /\ owner.step = "idle"
  /\ cantRcvMore' = 1
  /\ owner' = Scan(waiters)
  /\ UNCHANGED data /\ UNCHANGED userOwn /\ UNCHANGED messages

-------------------------------------------------------------------------------
(* What a user does once it is inside a receive call.                      *)
InCall(u) ==
  \/ u \in DOMAIN call /\ Lock(u)
  \/ \E b \in {0, 1} : LoadCantRcvMore(u, b)
  \/ \E n \in Count : Snapshot(u, n)
  \/ lock = u /\ DequeueCount
  \/ Unlock(u)
  \/ SendPredicate(u)
  \/ Resume(u)

UserStep(u) == InCall(u) \/ Lock(u)

(* What the protocol thread owes; packets come from outside.               *)
OwnerStep == \E u \in User : Enqueue(u) \/ Reply(u) \/ \E b \in {0, 1} : Evaluate(u, b)

Next ==
  \/ \E u \in User : UserStep(u)
  \/ OwnerStep
  \/ AppendPublish
  \/ SetCantRcvMore

(* Nobody has to call receive and no packet has to come; but a call that   *)
(* has begun goes on, and the lock is given to everybody in turn (SF).     *)
Fairness ==
  /\ WF_vars(OwnerStep)
  /\ \A u \in User : WF_vars(InCall(u)) /\ SF_vars(u \in DOMAIN call /\ Lock(u))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* A waiting user's message is in exactly one place: no message is replied *)
(* to twice, and none is on a list after its reply.                        *)
Handled(u) == owner.user = u /\ \A i \in 1..Len(waiters) : waiters[i] # u
OnList(u) == \E i \in 1..Len(waiters) : waiters[i] = u

MessageInOnePlace ==
  \A u \in User :
    LET places == (IF u \in inflight THEN 1 ELSE 0) + (IF Handled(u) THEN 1 ELSE 0)
                  + Len(SelectSeq(waiters, LAMBDA x : x = u)) + (IF u \in replied THEN 1 ELSE 0)
    IN  places = IF At(u, "waiting") THEN 1 ELSE 0

LockDiscipline ==
  \A u \in User : (u \in DOMAIN call /\ call[u] \in {"locked", "eof read", "take", "done", "empty"})
                    => lock = u

(* A user that waits while its predicate holds does not wait forever.      *)
NoLostWakeup == \A u \in User : (At(u, "waiting") /\ Predicate) ~> (~At(u, "waiting") \/ ~Predicate)

(* After the end of file every call returns.                               *)
EofReturns == \A u \in User : (cantRcvMore = 1 /\ u \in DOMAIN call) ~> (u \notin DOMAIN call)
===============================================================================
