--------------------------------- MODULE Abort --------------------------------
(***************************************************************************)
(* Giving up a wait.  A user waits for the reply to its message, which is  *)
(* with the protocol thread that owns the socket: on a port, or on the     *)
(* waiter list.  When the user is interrupted or its time is over it may   *)
(* not return, for the owner still holds the message.  It sends a second   *)
(* message, the abort, to the same port, and waits without condition until *)
(* both are at rest.                                                       *)
(*                                                                         *)
(* The socket may move to another port meanwhile; then both messages are   *)
(* forwarded there (chased), each by itself, and the abort may overtake    *)
(* the message.  So the abort marks the message: one on the waiter list is *)
(* unlinked and replied to, one that still travels is replied to when it   *)
(* arrives.                                                                *)
(*                                                                         *)
(* A move is one step here; specs/portchange is about its parts.           *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  User,
  Port,        \* ports of protocol threads
  FirstPort,   \* where the socket is at first
  MaxMoves     \* how often it moves

None == <<>>
Predicate(u) == [kind |-> "predicate", user |-> u]
AbortOf(u) == [kind |-> "abort", user |-> u]

VARIABLES
  soPort,      \* the port whose thread owns the socket
  moves,       \* moves made
  ready,       \* what is waited for has happened; the owner's
  waiters,     \* users whose message is on the waiter list; the owner's
  aborted,     \* users whose message is marked; the owner's
  queue,       \* messages on each port
  handling,    \* what each protocol thread has got from its port: None or [message, step, to]
  pc,          \* the user's next step
  sentTo,      \* the port the user read before it sent
  done,        \* messages replied to or never sent
  atRest,      \* aborts replied to or never sent
  replies      \* how often the user's last message was replied to

vars == <<soPort, moves, ready, waiters, aborted, queue, handling, pc, sentTo, done, atRest, replies>>
socket == <<soPort, moves, ready, waiters, aborted>>
users == <<pc, sentTo>>
rest == <<done, atRest, replies>>

Init ==
  /\ soPort = FirstPort
  /\ moves = 0
  /\ ready = FALSE
  /\ waiters = {}
  /\ aborted = {}
  /\ queue = [p \in Port |-> <<>>]
  /\ handling = [p \in Port |-> None]
  /\ pc = [u \in User |-> "idle"]
  /\ sentTo = [u \in User |-> FirstPort]
  /\ done = User
  /\ atRest = User
  /\ replies = [u \in User |-> 0]

GoTo(u, step) == pc' = [pc EXCEPT ![u] = step]
Put(p, m) == queue' = [queue EXCEPT ![p] = Append(@, m)]

-------------------------------------------------------------------------------
(* The user                                                                *)

(* The port may have changed before the message is put.                    *)
ReadPort(u) ==
  /\ pc[u] = "idle"
  /\ GoTo(u, "send")
  /\ sentTo' = [sentTo EXCEPT ![u] = soPort]
  /\ UNCHANGED <<queue, handling>> /\ UNCHANGED socket /\ UNCHANGED rest

SendPredicate(u) ==
  /\ pc[u] = "send"
  /\ GoTo(u, "waiting")
  /\ Put(sentTo[u], Predicate(u))
  /\ aborted' = aborted \ {u}
  /\ done' = done \ {u}
  /\ replies' = [replies EXCEPT ![u] = 0]
  /\ UNCHANGED <<soPort, moves, ready, waiters, handling, sentTo, atRest>>

(* Interrupted, or past the deadline, before the reply was seen.           *)
SendAbort(u) ==
  /\ pc[u] = "waiting"
  /\ GoTo(u, "aborting")
  /\ Put(sentTo[u], AbortOf(u))
  /\ atRest' = atRest \ {u}
  /\ UNCHANGED <<handling, sentTo, done, replies>> /\ UNCHANGED socket

Return(u) ==
  /\ pc[u] \in {"waiting", "aborting"}
  /\ u \in done
  /\ u \in atRest
  /\ GoTo(u, "idle")
  /\ UNCHANGED <<queue, handling, sentTo>> /\ UNCHANGED socket /\ UNCHANGED rest

-------------------------------------------------------------------------------
(* The protocol thread of port p                                           *)

(* The owner has replied to all who wait for what has happened.            *)
Unoccupied(p) ==
  /\ handling[p] = None
  /\ ~(p = soPort /\ ready /\ waiters # {})

(* It takes the oldest message and reads whose the socket is.              *)
Get(p) ==
  /\ Unoccupied(p)
  /\ queue[p] # <<>>
  /\ queue' = [queue EXCEPT ![p] = Tail(@)]
  /\ handling' = [handling EXCEPT ![p] =
       [message |-> Head(queue[p]), to |-> soPort,
        step |-> IF soPort # p THEN "forward" ELSE Head(queue[p]).kind]]
  /\ UNCHANGED socket /\ UNCHANGED users /\ UNCHANGED rest

At(p, step) == handling[p] # None /\ handling[p].step = step
Idle(p) == handling' = [handling EXCEPT ![p] = None]

Forward(p) ==
  /\ At(p, "forward")
  /\ Put(handling[p].to, handling[p].message)
  /\ Idle(p)
  /\ UNCHANGED socket /\ UNCHANGED users /\ UNCHANGED rest

Reply(u) ==
  /\ done' = done \cup {u}
  /\ replies' = [replies EXCEPT ![u] = @ + 1]

(* The message arrives: a wait given up ends at once.                      *)
Evaluate(p) ==
  /\ At(p, "predicate")
  /\ LET u == handling[p].message.user
     IN  IF ready \/ u \in aborted
         THEN Reply(u) /\ UNCHANGED waiters
         ELSE waiters' = waiters \cup {u} /\ UNCHANGED <<done, replies>>
  /\ Idle(p)
  /\ UNCHANGED <<soPort, moves, ready, aborted, queue, atRest>> /\ UNCHANGED users

(* The abort arrives, and the message is not yet replied to.               *)
GiveUp(p) ==
  /\ At(p, "abort")
  /\ LET u == handling[p].message.user
     IN  IF u \in done
         THEN UNCHANGED <<aborted, waiters, done, replies>>
         ELSE /\ aborted' = aborted \cup {u}
              /\ waiters' = waiters \ {u}
              /\ IF u \in waiters THEN Reply(u) ELSE UNCHANGED <<done, replies>>
  /\ handling' = [handling EXCEPT ![p].step = "rest"]
  /\ UNCHANGED <<soPort, moves, ready, queue, atRest>> /\ UNCHANGED users

ReplyToAbort(p) ==
  /\ At(p, "rest")
  /\ atRest' = atRest \cup {handling[p].message.user}
  /\ Idle(p)
  /\ UNCHANGED <<queue, done, replies>> /\ UNCHANGED socket /\ UNCHANGED users

(* What is waited for happens; who waits is replied to (sowakeup), one     *)
(* after the other.                                                        *)
Happen(p) ==
  /\ p = soPort
  /\ handling[p] = None
  /\ ready' = TRUE
  /\ UNCHANGED <<soPort, moves, waiters, aborted, queue, handling>> /\ UNCHANGED users /\ UNCHANGED rest

Wakeup(p, u) ==
  /\ p = soPort
  /\ handling[p] = None
  /\ ready
  /\ u \in waiters
  /\ waiters' = waiters \ {u}
  /\ Reply(u)
  /\ UNCHANGED <<soPort, moves, ready, aborted, queue, handling, atRest>> /\ UNCHANGED users

Move(p, q) ==
  /\ p = soPort
  /\ q # p
  /\ Unoccupied(p)
  /\ moves < MaxMoves
  /\ soPort' = q
  /\ moves' = moves + 1
  /\ UNCHANGED <<ready, waiters, aborted, queue, handling>> /\ UNCHANGED users /\ UNCHANGED rest

-------------------------------------------------------------------------------
UserStep(u) == ReadPort(u) \/ SendPredicate(u) \/ SendAbort(u) \/ Return(u)

Handler(p) ==
  \/ Get(p) \/ Forward(p) \/ Evaluate(p) \/ GiveUp(p) \/ ReplyToAbort(p)
  \/ \E u \in User : Wakeup(p, u)

Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E p \in Port : Handler(p) \/ Happen(p) \/ \E q \in Port : Move(p, q)

(* Nobody has to wait, to give up or to move, and nothing has to happen.   *)
Fairness ==
  /\ \A p \in Port : WF_vars(Handler(p))
  /\ \A u \in User : WF_vars(Return(u))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
Copies(m) ==
  LET on(p) == Cardinality({i \in 1..Len(queue[p]) : queue[p][i] = m})
      at(p) == IF handling[p] # None /\ handling[p].message = m THEN 1 ELSE 0
      Sum[S \in SUBSET Port] ==
        IF S = {} THEN 0 ELSE LET p == CHOOSE x \in S : TRUE IN on(p) + at(p) + Sum[S \ {p}]
  IN  Sum[Port]

OnList(u) == IF u \in waiters THEN 1 ELSE 0

(* A message is with the owner once until its reply, and nowhere after it; *)
(* so it is never on a list after its reply.                               *)
MessageInOnePlace ==
  \A u \in User : Copies(Predicate(u)) + OnList(u) = IF u \in done THEN 0 ELSE 1

AbortInOnePlace == \A u \in User : Copies(AbortOf(u)) = IF u \in atRest THEN 0 ELSE 1

RepliedToOnce == \A u \in User : replies[u] <= 1

(* A user that has returned left nothing behind, so the owner does not     *)
(* touch its messages.                                                     *)
NothingLeftBehind ==
  \A u \in User : pc[u] \in {"idle", "send"} =>
    Copies(Predicate(u)) + Copies(AbortOf(u)) + OnList(u) = 0

(* Who has not given up is replied to only when it has happened.           *)
NoFalseReply == \A u \in User : (pc[u] = "waiting" /\ u \in done) => ready

(* A wait that is given up ends.                                           *)
GivenUpEnds == \A u \in User : (pc[u] = "aborting") ~> (pc[u] # "aborting")

NoLostWakeup == \A u \in User : (pc[u] = "waiting" /\ ready) ~> (pc[u] # "waiting")
===============================================================================
