--------------------------- MODULE TraceReceiveBuffer -------------------------
(***************************************************************************)
(* The steps that the probes of a receive buffer with a sockbuf for each   *)
(* CPU report.  The sockbufs, their ready bits and the cursor are as in    *)
(* TraceNSockbufs.  Who waits is the owner of the socket, on behalf of the *)
(* users that have sent it their predicate messages (PredicateWait.tla),   *)
(* and of event queues: it arms a word before it looks for the last time,  *)
(* and a producer that finds the word armed after its append exchanges it  *)
(* and sends the owner a message.                                          *)
(*                                                                         *)
(* No lost wakeup, as a condition of Evaluate: the owner may find too      *)
(* little only if everybody who has appended is still to look at the word, *)
(* or a message is under way.                                              *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Queue,       \* numbers of queues, from 0
  User,        \* user threads; positive numbers
  Amount,      \* of bytes
  Quantum      \* how many packets a queue is served before the next one is

VARIABLES
  data,        \* queue -> packets whose producer has looked; -1 if one was taken before
  offering,    \* queues whose producer appends, and has not looked yet
  marking,     \* queues whose producer found the bit clear
  telling,     \* queues whose producer is to look at the word
  ready,       \* queues whose bit is set
  notify,      \* the word: "idle", "armed", or "posted": a message is under way
  ended,       \* queues to which nothing is appended any more
  cantMore,    \* the end that users see; 0 or 1
  error,       \* so_error is set, and not taken; 0 or 1
  holder,      \* the user who holds the receive lock, or 0
  step,        \* what the holder does next
  cursor,      \* the queue that is served
  left,        \* what is left of its quantum
  greedy,      \* users that wait for more than one byte
  inflight,    \* users whose predicate message travels to the owner
  waiters,     \* users on the waiter list
  replied,     \* users that have been replied to and have not seen it
  aborts,      \* users whose abort travels
  owner        \* what the owner does next: [step, user]

vars == <<data, offering, marking, telling, ready, notify, ended, cantMore, error, holder, step,
          cursor, left, greedy, inflight, waiters, replied, aborts, owner>>
producers == <<offering, marking, telling, notify>>
ends == <<ended, cantMore, error>>
holders == <<holder, step, cursor, left, greedy>>
messages == <<inflight, waiters, replied, aborts, owner>>

Idle == [step |-> "idle", user |-> 0]

Init ==
  /\ data = <<>>
  /\ offering = {} /\ marking = {} /\ telling = {}
  /\ ready = {}
  /\ notify = "idle"
  /\ ended = {} /\ cantMore = 0 /\ error = 0
  /\ holder = 0 /\ step = "serve" /\ cursor = 0 /\ left = 0
  /\ greedy = {}
  /\ inflight = {} /\ waiters = {} /\ replied = {} /\ aborts = {}
  /\ owner = Idle

Data(i) == IF i \in DOMAIN data THEN data[i] ELSE 0
DataIs(i, n) == data' = [j \in DOMAIN data \cup {i} |-> IF j = i THEN n ELSE data[j]]
Most(i) == Data(i) + (IF i \in offering THEN 1 ELSE 0)

-------------------------------------------------------------------------------
(* The protocol thread of CPU i                                            *)

Rests(i) == i \notin offering \cup marking \cup telling

Drop(i) == Rests(i) /\ UNCHANGED vars

Offer(i) ==
  /\ Rests(i)
  /\ i \notin ended /\ cantMore = 0
  /\ offering' = offering \cup {i}
  /\ UNCHANGED <<data, ready, marking, telling, notify>>
  /\ UNCHANGED ends /\ UNCHANGED holders /\ UNCHANGED messages

GiveBack(i) ==
  /\ i \in offering
  /\ offering' = offering \ {i}
  /\ UNCHANGED <<data, ready, marking, telling, notify>>
  /\ UNCHANGED ends /\ UNCHANGED holders /\ UNCHANGED messages

LookReady(i, b) ==
  /\ i \in offering
  /\ b = (IF i \in ready THEN 1 ELSE 0)
  /\ offering' = offering \ {i}
  /\ DataIs(i, Data(i) + 1)
  /\ marking' = IF b = 0 THEN marking \cup {i} ELSE marking
  /\ telling' = IF b = 1 THEN telling \cup {i} ELSE telling
  /\ UNCHANGED <<ready, notify>>
  /\ UNCHANGED ends /\ UNCHANGED holders /\ UNCHANGED messages

MarkReady(i) ==
  /\ i \in marking
  /\ marking' = marking \ {i}
  /\ telling' = telling \cup {i}
  /\ ready' = ready \cup {i}
  /\ UNCHANGED <<data, offering, notify>>
  /\ UNCHANGED ends /\ UNCHANGED holders /\ UNCHANGED messages

TestNotify(i, b) ==
  /\ i \in telling
  /\ b = (IF notify = "armed" THEN 1 ELSE 0)
  /\ telling' = telling \ {i}
  /\ notify' = IF b = 1 THEN "posted" ELSE notify
  /\ UNCHANGED <<data, ready, offering, marking>>
  /\ UNCHANGED ends /\ UNCHANGED holders /\ UNCHANGED messages

EndQueue(i) ==
  /\ Rests(i)
  /\ ended' = ended \cup {i}
  /\ UNCHANGED <<data, ready, cantMore, error>>
  /\ UNCHANGED producers /\ UNCHANGED holders /\ UNCHANGED messages

-------------------------------------------------------------------------------
(* The holder of the receive lock                                          *)

Lock(u) ==
  /\ holder = 0
  /\ u > 0
  /\ holder' = u
  /\ step' = "locked"
  /\ greedy' = greedy \ {u}
  /\ UNCHANGED <<data, ready, cursor, left>>
  /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED messages

LoadCantRcvMore(u, b) ==
  /\ holder = u
  /\ step = "locked"
  /\ b = cantMore
  /\ step' = IF left > 0 THEN "serve" ELSE "advance"
  /\ UNCHANGED <<data, ready, holder, cursor, left, greedy>>
  /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED messages

(* It wants more than one byte, and does not touch the queues.             *)
Short(u, w) ==
  /\ holder = u
  /\ w > 1
  /\ step \in {"serve", "advance"}
  /\ step' = "leave"
  /\ greedy' = greedy \cup {u}
  /\ UNCHANGED <<data, ready, holder, cursor, left>>
  /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED messages

Moves(next) ==
  /\ holder # 0
  /\ step' = next
  /\ UNCHANGED <<holder, greedy>>
  /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED messages

DequeueFrom(i) ==
  /\ step = "serve"
  /\ i = cursor
  /\ Most(i) > 0
  /\ DataIs(i, Data(i) - 1)
  /\ left' = left - 1
  /\ Moves("leave")
  /\ UNCHANGED <<ready, cursor>>

(* It found queue i empty.                                                 *)
ClearReady(i) ==
  /\ step = "serve"
  /\ i = cursor
  /\ ready' = ready \ {i}
  /\ Moves("recheck")
  /\ UNCHANGED <<data, cursor, left>>

RecheckQueue(i, b) ==
  /\ step = "recheck"
  /\ i = cursor
  /\ (b = 1) => (Most(i) > 0)
  /\ (b = 0) => (Data(i) <= 0)
  /\ left' = IF b = 1 THEN left ELSE 0
  /\ Moves(IF b = 1 THEN "restore" ELSE "advance")
  /\ UNCHANGED <<data, ready, cursor>>

RestoreReady(i) ==
  /\ step = "restore"
  /\ i = cursor
  /\ ready' = ready \cup {i}
  /\ Moves("serve")
  /\ UNCHANGED <<data, cursor, left>>

(* From the cursor on, and round: it passes no queue that is ready.        *)
Between(k, i) ==
  IF i > cursor THEN k > cursor /\ k < i ELSE k > cursor \/ k < i

Advance(i) ==
  /\ step = "advance"
  /\ i \in ready
  /\ \A k \in ready : ~Between(k, i)
  /\ cursor' = i
  /\ left' = Quantum
  /\ Moves("serve")
  /\ UNCHANGED <<data, ready>>

FindNone(u) ==
  /\ holder = u
  /\ step = "advance"
  /\ ready = {}
  /\ Moves("none")
  /\ UNCHANGED <<data, ready, cursor, left>>

TakeError(u) ==
  /\ holder = u
  /\ step \in {"none", "leave"}
  /\ error = 1
  /\ error' = 0
  /\ UNCHANGED <<data, ready, ended, cantMore>>
  /\ UNCHANGED producers /\ UNCHANGED holders /\ UNCHANGED messages

Unlock(u) ==
  /\ holder = u
  /\ u > 0
  /\ step \in {"leave", "none"}
  /\ holder' = 0
  /\ step' = "serve"
  /\ UNCHANGED <<data, ready, cursor, left, greedy>>
  /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED messages

(* What was there when the end was set has been taken.                     *)
Flushed(u) ==
  /\ u > 0
  /\ cantMore = 1
  /\ \A i \in DOMAIN data : data[i] <= 0
  /\ UNCHANGED vars

-------------------------------------------------------------------------------
(* Waiting users                                                           *)

Sent == UNCHANGED <<data, ready>> /\ UNCHANGED producers /\ UNCHANGED ends /\ UNCHANGED holders

SendPredicate(u) ==
  /\ u > 0 /\ u # holder
  /\ u \notin inflight \cup waiters \cup replied
  /\ inflight' = inflight \cup {u}
  /\ UNCHANGED <<waiters, replied, aborts, owner>> /\ Sent

SendAbort(u) ==
  /\ u \in inflight \cup waiters \cup replied \/ u = owner.user
  /\ aborts' = aborts \cup {u}
  /\ UNCHANGED <<inflight, waiters, replied, owner>> /\ Sent

Resume(u) ==
  /\ u \in replied
  /\ replied' = replied \ {u}
  /\ aborts' = aborts \ {u}
  /\ UNCHANGED <<inflight, waiters, owner>> /\ Sent

-------------------------------------------------------------------------------
(* The owner of the socket                                                 *)

(* The holder may have taken a packet already and not have told.           *)
There(i) == Data(i) - (IF holder # 0 /\ step = "serve" /\ i = cursor THEN 1 ELSE 0)

WillBeTold == notify = "posted" \/ \A i \in DOMAIN data : There(i) > 0 => i \in marking \cup telling

Evaluate(u, b) ==
  /\ owner = Idle
  /\ u \in inflight \cup waiters
  /\ (b = 0) => cantMore = 0 /\ error = 0 /\ (u \in greedy \/ WillBeTold)
  /\ (b = 0) => notify # "idle"
  /\ owner' = IF b = 1 THEN [step |-> "reply", user |-> u]
              ELSE IF u \in inflight THEN [step |-> "enqueue", user |-> u] ELSE Idle
  /\ inflight' = inflight \ {u}
  /\ UNCHANGED <<waiters, replied, aborts>> /\ Sent

Enqueue(u) ==
  /\ owner = [step |-> "enqueue", user |-> u]
  /\ owner' = Idle
  /\ waiters' = waiters \cup {u}
  /\ UNCHANGED <<inflight, replied, aborts>> /\ Sent

Reply(u) ==
  /\ owner = [step |-> "reply", user |-> u]
  /\ owner' = Idle
  /\ waiters' = waiters \ {u}
  /\ replied' = replied \cup {u}
  /\ UNCHANGED <<inflight, aborts>> /\ Sent

Abort(u) ==
  /\ owner = Idle
  /\ u \in waiters \cap aborts
  /\ owner' = [step |-> "reply", user |-> u]
  /\ waiters' = waiters \ {u}
  /\ UNCHANGED <<inflight, replied, aborts>> /\ Sent

Told == UNCHANGED <<data, ready, offering, marking, telling>> /\ UNCHANGED ends
Arm ==
  /\ notify' = IF notify = "idle" THEN "armed" ELSE notify
  /\ Told /\ UNCHANGED holders /\ UNCHANGED messages

TakeNotify ==
  /\ notify = "posted"
  /\ notify' = "idle"
  /\ Told /\ UNCHANGED holders /\ UNCHANGED messages

SetCantRcvMore ==
  /\ cantMore' = 1
  /\ offering = {}
  /\ UNCHANGED <<data, ready, ended, error>>
  /\ UNCHANGED producers /\ UNCHANGED holders /\ UNCHANGED messages

SetError ==
  /\ error' = 1
  /\ UNCHANGED <<data, ready, ended, cantMore>>
  /\ UNCHANGED producers /\ UNCHANGED holders /\ UNCHANGED messages

SbReserve(n) == n \in Amount /\ UNCHANGED vars

-------------------------------------------------------------------------------
Next ==
  \/ \E i \in Queue : Drop(i) \/ Offer(i) \/ GiveBack(i) \/ MarkReady(i) \/ EndQueue(i)
  \/ \E i \in Queue, b \in {0, 1} : LookReady(i, b) \/ TestNotify(i, b)
  \/ \E u \in User : Lock(u) \/ FindNone(u) \/ TakeError(u) \/ Unlock(u) \/ Flushed(u)
  \/ \E u \in User, b \in {0, 1} : LoadCantRcvMore(u, b)
  \/ \E u \in User, w \in Amount : Short(u, w)
  \/ \E i \in Queue : DequeueFrom(i) \/ ClearReady(i) \/ RestoreReady(i) \/ Advance(i)
  \/ \E i \in Queue, b \in {0, 1} : RecheckQueue(i, b)
  \/ \E u \in User : SendPredicate(u) \/ SendAbort(u) \/ Resume(u)
  \/ \E u \in User, b \in {0, 1} : Evaluate(u, b)
  \/ \E u \in User : Enqueue(u) \/ Reply(u) \/ Abort(u)
  \/ \E n \in Amount : SbReserve(n)
  \/ Arm
  \/ TakeNotify
  \/ SetCantRcvMore
  \/ SetError

Spec == Init /\ [][Next]_vars
===============================================================================
