------------------------------ MODULE AcceptQueue -----------------------------
(***************************************************************************)
(* The completed queue of a listener (so_comp), fed from all CPUs, and     *)
(* waiting for a connection by message.                                    *)
(*                                                                         *)
(* A connection request comes to the listener's owner, which takes a place *)
(* of the backlog for it and passes it on to the protocol thread that the  *)
(* new socket will belong to.  That thread fills the new socket, state and *)
(* peer address, and only then sends the completion to the listener's      *)
(* owner, which puts the socket on the queue.  A user sends its predicate  *)
(* message (see ../handshake), and the reply brings the oldest connection: *)
(* the owner takes it off the queue for the user for whom the predicate    *)
(* holds.  Who does not want to wait sends a request.                      *)
(*                                                                         *)
(* Why no wakeup is lost: whichever CPU completes a connection, the queue  *)
(* is written by the thread that evaluates the predicate and links the     *)
(* waiters, and by no other.                                               *)
(*                                                                         *)
(* Who closes the listener waits last: each reply brings it a socket that  *)
(* nobody accepted, which it aborts, until one brings none: then all that  *)
(* had a place have come.                                                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  Conn,        \* connections, numbered from 1 in the order in which they get their places
  User,        \* user threads; positive numbers
  Backlog      \* how many connections a listener may let have a place

NoUser == 0

VARIABLES
  backlog,     \* how many may have a place
  made,        \* how many connections have got a place so far
  completing,  \* connections that are with the thread of the new socket
  filled,      \* connections whose state and peer address are filled in
  arriving,    \* connections whose completion travels to the listener's owner
  queue,       \* so_comp, oldest first
  closer,      \* the user that closes the listener, or NoUser while it listens
  call,        \* user inside a call -> its next step
  hand,        \* user -> the connection that the owner gave it
  inflight,    \* users whose predicate message travels to the owner
  waiters,     \* the waiter list: users whose predicate was false
  replied,     \* users whose message was replied to and who have not seen it
  aborts,      \* users whose abort message travels to the owner
  owner,       \* the listener's protocol thread: [step, user, rest]
  ended        \* history: connection -> how often it was accepted or aborted

vars == <<backlog, made, completing, filled, arriving, queue, closer, call, hand, inflight, waiters,
          replied, aborts, owner, ended>>
connections == <<backlog, made, completing, filled, arriving>>
messages == <<inflight, waiters, replied, aborts>>

Idle == [step |-> "idle", user |-> NoUser, rest |-> <<>>]

Init ==
  /\ backlog = 0
  /\ made = 0
  /\ completing = {} /\ filled = {} /\ arriving = {}
  /\ queue = <<>>
  /\ closer = NoUser
  /\ call = <<>>
  /\ hand = <<>>
  /\ inflight = {} /\ waiters = <<>> /\ replied = {} /\ aborts = {}
  /\ owner = Idle
  /\ ended = <<>>

At(u, step) == u \in DOMAIN call /\ call[u] = step
GoTo(u, step) == call' = (u :> step) @@ call
Return(u) == call' = [x \in DOMAIN call \ {u} |-> call[x]]
Without(list, x) == SelectSeq(list, LAMBDA y : y # x)
OnList(u) == \E i \in 1..Len(waiters) : waiters[i] = u
Scan(list) == IF list = <<>> THEN Idle ELSE [step |-> "scan", user |-> NoUser, rest |-> list]

Places == Cardinality(completing) + Cardinality(arriving) + Len(queue)
Listening == closer = NoUser

(* Who closes waits until no connection will come any more.                *)
Predicate(u) ==
  \/ queue # <<>>
  \/ ~Listening /\ (u = closer => completing = {} /\ arriving = {})

-------------------------------------------------------------------------------
(* Connections                                                             *)

Listen(b) ==
  /\ backlog = 0
  /\ b \in Backlog
  /\ backlog' = b
  /\ UNCHANGED <<made, completing, filled, arriving, queue, closer, call, hand, owner, ended>>
  /\ UNCHANGED messages

(* A connection request comes to the listener and gets a place.            *)
Reserve(c) ==
  /\ owner.step = "idle"
  /\ Listening
  /\ Places < backlog
  /\ c = made + 1
  /\ c \in Conn
  /\ made' = c
  /\ completing' = completing \cup {c}
  /\ UNCHANGED <<backlog, filled, arriving, queue, closer, call, hand, owner, ended>>
  /\ UNCHANGED messages

(* Or there is none, or nobody listens any more.                           *)
Refuse ==
  /\ owner.step = "idle"
  /\ ~Listening \/ Places >= backlog
  /\ UNCHANGED vars

(* The new socket's thread has filled it, and sends the completion.        *)
Fill(c) ==
  /\ c \in completing
  /\ filled' = filled \cup {c}
  /\ completing' = completing \ {c}
  /\ arriving' = arriving \cup {c}
  /\ UNCHANGED <<backlog, made, queue, closer, call, hand, owner, ended>>
  /\ UNCHANGED messages

(* The completion comes to the listener's owner; then the waiters are      *)
(* scanned.                                                                *)
Complete(c) ==
  /\ owner.step = "idle"
  /\ c \in arriving
  /\ arriving' = arriving \ {c}
  /\ queue' = Append(queue, c)
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<backlog, made, completing, filled, closer, call, hand, ended>>
  /\ UNCHANGED messages

-------------------------------------------------------------------------------
(* Users                                                                   *)

(* The owner takes the oldest connection, c, off the queue, for a request  *)
(* or for the user to whom it is about to reply; or there is none (0).     *)
(* When the listener is closed, only who closes it gets any.  Its reply    *)
(* brings none only if none will come any more: asked for in another       *)
(* message that would be another moment, and one may have come between.    *)
TakeConnection(u, c) ==
  /\ \/ owner.step = "idle" /\ u # closer /\ (u \in DOMAIN call => call[u] = "again")
     \/ owner.step = "take" /\ owner.user = u
  /\ c = (IF queue # <<>> /\ (Listening \/ u = closer) THEN Head(queue) ELSE 0)
  /\ queue' = IF c = 0 THEN queue ELSE Tail(queue)
  /\ hand' = IF c = 0 THEN hand ELSE (u :> c) @@ hand
  /\ IF owner.step = "take" THEN owner' = [owner EXCEPT !.step = "reply"] /\ UNCHANGED call
     ELSE UNCHANGED owner /\ IF c = 0 THEN UNCHANGED call ELSE GoTo(u, "has")
  /\ UNCHANGED <<closer, ended>>
  /\ UNCHANGED connections /\ UNCHANGED messages

(* The user has connection c: it is accepted, or aborted by who closes.    *)
Accepted(u, c) ==
  /\ At(u, "has")
  /\ c = hand[u]
  /\ hand' = [x \in DOMAIN hand \ {u} |-> hand[x]]
  /\ ended' = (c :> (IF c \in DOMAIN ended THEN ended[c] + 1 ELSE 1)) @@ ended
  /\ IF u = closer THEN GoTo(u, "again") ELSE Return(u)
  /\ UNCHANGED <<queue, closer, owner>>
  /\ UNCHANGED connections /\ UNCHANGED messages

(* A call whose wait was given up, or whose listener is closed; or that    *)
(* has closed it.                                                          *)
Leave(u) ==
  /\ At(u, "done") \/ (At(u, "again") /\ u # closer)
  /\ Return(u)
  /\ UNCHANGED <<queue, closer, hand, owner, ended>>
  /\ UNCHANGED connections /\ UNCHANGED messages

SendPredicate(u) ==
  /\ IF u \in DOMAIN call THEN call[u] = "again" ELSE u # closer
  /\ GoTo(u, "waits")
  /\ inflight' = inflight \cup {u}
  /\ UNCHANGED <<queue, closer, hand, waiters, replied, aborts, owner, ended>>
  /\ UNCHANGED connections

(* Interrupted, or out of time; the reply may be on its way already.       *)
SendAbort(u) ==
  /\ At(u, "waits")
  /\ u # closer
  /\ GoTo(u, "aborts")
  /\ aborts' = aborts \cup {u}
  /\ UNCHANGED <<queue, closer, hand, inflight, waiters, replied, owner, ended>>
  /\ UNCHANGED connections

(* The user sees the reply, and that of its abort if it sent one.  It has  *)
(* what the reply brought, also if it wanted to give up.                   *)
Resume(u) ==
  /\ At(u, "waits") \/ At(u, "aborts")
  /\ u \in replied
  /\ replied' = replied \ {u}
  /\ aborts' = aborts \ {u}
  /\ GoTo(u, IF u \in DOMAIN hand THEN "has" ELSE IF u = closer THEN "done" ELSE "again")
  /\ UNCHANGED <<queue, closer, hand, inflight, waiters, owner, ended>>
  /\ UNCHANGED connections

(* The owner is told to close: nobody gets a place from here, and all      *)
(* waiters go.                                                             *)
StopListening(u) ==
  /\ owner.step = "idle"
  /\ Listening
  /\ u \notin DOMAIN call
  /\ closer' = u
  /\ GoTo(u, "again")
  /\ owner' = Scan(waiters)
  /\ UNCHANGED <<queue, hand, ended>>
  /\ UNCHANGED connections /\ UNCHANGED messages

-------------------------------------------------------------------------------
(* The listener's owner                                                    *)

(* The predicate of u is evaluated: when its message arrives, or when the  *)
(* waiters are scanned after a change.                                     *)
Evaluate(u, b) ==
  /\ \/ owner.step = "idle" /\ u \in inflight
     \/ owner.step = "scan" /\ u = Head(owner.rest)
  /\ (b = 1) <=> Predicate(u)
  /\ \/ /\ owner.step = "idle"
        /\ inflight' = inflight \ {u}
        /\ owner' = [step |-> IF b = 1 THEN "take" ELSE "enqueue", user |-> u, rest |-> <<>>]
     \/ /\ owner.step = "scan"
        /\ owner' = IF b = 1 THEN [owner EXCEPT !.step = "take", !.user = u]
                             ELSE Scan(Tail(owner.rest))
        /\ UNCHANGED inflight
  /\ UNCHANGED <<queue, closer, call, hand, waiters, replied, aborts, ended>>
  /\ UNCHANGED connections

Enqueue(u) ==
  /\ owner.step = "enqueue"
  /\ owner.user = u
  /\ waiters' = Append(waiters, u)
  /\ owner' = Idle
  /\ UNCHANGED <<queue, closer, call, hand, inflight, replied, aborts, ended>>
  /\ UNCHANGED connections

Reply(u) ==
  /\ owner.step = "reply"
  /\ owner.user = u
  /\ replied' = replied \cup {u}
  /\ waiters' = Without(waiters, u)
  /\ owner' = Scan(IF owner.rest = <<>> THEN <<>> ELSE Tail(owner.rest))
  /\ UNCHANGED <<queue, closer, call, hand, inflight, aborts, ended>>
  /\ UNCHANGED connections

(* The abort finds the message on the list.                                *)
Abort(u) ==
  /\ owner.step = "idle"
  /\ u \in aborts
  /\ OnList(u)
  /\ aborts' = aborts \ {u}
  /\ waiters' = Without(waiters, u)
  /\ owner' = [step |-> "reply", user |-> u, rest |-> <<>>]
  /\ UNCHANGED <<queue, closer, call, hand, inflight, replied, ended>>
  /\ UNCHANGED connections

-------------------------------------------------------------------------------
Take(u) == \E c \in Conn \cup {0} : TakeConnection(u, c)
Ask(u) == owner.step = "idle" /\ Take(u)
Handles(u) ==
  \/ Enqueue(u) \/ Reply(u) \/ Abort(u)
  \/ owner.step = "take" /\ Take(u)
  \/ \E b \in {0, 1} : Evaluate(u, b)

Has(u) == \E c \in Conn : Accepted(u, c)

(* Inside a call.  Who closes the listener stays until it has all.         *)
GoesOn(u) ==
  \/ Has(u)
  \/ Leave(u) \/ (u \in DOMAIN call /\ SendPredicate(u))
  \/ Resume(u)

Next ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ Complete(c)
  \/ Refuse
  \/ \E u \in User :
       Ask(u) \/ SendPredicate(u) \/ GoesOn(u) \/ SendAbort(u) \/ StopListening(u) \/ Handles(u)

(* The threads go on with what they have begun, and each message is taken. *)
(* Nobody has to connect, to accept, to give up or to close.               *)
Fairness ==
  /\ \A u \in User :
       /\ WF_vars(GoesOn(u))
       /\ WF_vars(owner.step # "idle" /\ Handles(u))
       /\ SF_vars(owner.step = "idle" /\ Handles(u))
  /\ \A c \in Conn : WF_vars(Fill(c)) /\ SF_vars(Complete(c))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* A connection is in one place, and ends at most once.                    *)
Times(x, list) == Len(SelectSeq(list, LAMBDA y : y = x))
In(x, S) == IF x \in S THEN 1 ELSE 0
Hands == {hand[u] : u \in DOMAIN hand}
Ended(c) == IF c \in DOMAIN ended THEN ended[c] ELSE 0

OnePlace ==
  \A c \in 1..made :
    In(c, completing) + In(c, arriving) + Times(c, queue) + In(c, Hands) + Ended(c) = 1

(* What a user gets has its state and its peer address.                    *)
GivenIsFilled == Hands \cup DOMAIN ended \subseteq filled

BacklogHolds == Places <= backlog

Waits(u) == At(u, "waits") \/ At(u, "aborts")
Handled(u) == owner.user = u /\ ~OnList(u)

MessageInOnePlace ==
  \A u \in User :
    LET places == In(u, inflight) + (IF Handled(u) THEN 1 ELSE 0)
                  + Times(u, waiters) + In(u, replied)
    IN  places = IF Waits(u) THEN 1 ELSE 0

(* Nobody waits for ever for what is there.                                *)
NoLostWakeup ==
  \A u \in User : (Waits(u) /\ Predicate(u)) ~> (~Waits(u) \/ ~Predicate(u))

(* A connection that got its place is accepted or aborted, if a user keeps *)
(* asking or the listener is closed.                                       *)
KeepsAsking == \E u \in User : []<>(At(u, "has") \/ At(u, "waits"))
Served == \A c \in Conn : (c <= made) ~> (Ended(c) = 1)
EveryConnectionEnds == (KeepsAsking \/ <>~Listening) => Served

(* Whoever gives up or closes returns.                                     *)
AbortReturns == \A u \in User : At(u, "aborts") ~> ~At(u, "aborts")
CloseReturns == \A u \in User : (closer = u) ~> (u \notin DOMAIN call)
===============================================================================
