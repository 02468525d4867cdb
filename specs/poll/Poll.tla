--------------------------------- MODULE Poll ---------------------------------
(***************************************************************************)
(* poll beside users who hold a buffer's lock.  A user asks the socket's   *)
(* owner by message and waits for the reply, some users while they hold    *)
(* the lock (out-of-band send, receive with MSG_WAITALL).  The owner       *)
(* answers poll from its own bounds and takes no lock, so nothing it does  *)
(* waits for a user.                                                       *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS User, MaxPackets

Nobody == 0

VARIABLES
  lock,        \* the user who holds the buffer's lock, or Nobody
  call,        \* each user's next step
  port,        \* the owner's port: users whose messages wait
  handling,    \* the user whose message the owner handles, or Nobody
  answer,      \* each user: what poll answered; 0 or 1
  data         \* packets in the receive buffer

vars == <<lock, call, port, handling, answer, data>>

Init ==
  /\ lock = Nobody
  /\ call = [u \in User |-> "idle"]
  /\ port = <<>>
  /\ handling = Nobody
  /\ answer = [u \in User |-> 0]
  /\ data = 0

Lock(u) ==
  /\ call[u] = "idle"
  /\ lock = Nobody
  /\ lock' = u
  /\ call' = [call EXCEPT ![u] = "locked"]
  /\ UNCHANGED <<port, handling, answer, data>>

Dequeue(u) ==
  /\ call[u] = "locked"
  /\ data > 0
  /\ data' = data - 1
  /\ UNCHANGED <<lock, call, port, handling, answer>>

AskLocked(u) ==
  /\ call[u] = "locked"
  /\ call' = [call EXCEPT ![u] = "asks locked"]
  /\ port' = Append(port, u)
  /\ UNCHANGED <<lock, handling, answer, data>>

Unlock(u) ==
  /\ call[u] = "locked"
  /\ lock' = Nobody
  /\ call' = [call EXCEPT ![u] = "idle"]
  /\ UNCHANGED <<port, handling, answer, data>>

AskPoll(u) ==
  /\ call[u] = "idle"
  /\ call' = [call EXCEPT ![u] = "polls"]
  /\ port' = Append(port, u)
  /\ UNCHANGED <<lock, handling, answer, data>>

-------------------------------------------------------------------------------
(* Owner                                                                   *)

Append1 ==
  /\ handling = Nobody
  /\ data < MaxPackets
  /\ data' = data + 1
  /\ UNCHANGED <<lock, call, port, handling, answer>>

Get ==
  /\ handling = Nobody
  /\ port # <<>>
  /\ handling' = Head(port)
  /\ port' = Tail(port)
  /\ UNCHANGED <<lock, call, answer, data>>

(* The owner produces: its bound is an upper one, which may still count a  *)
(* packet that the holder of the lock has taken.                           *)
Answer(b) ==
  /\ handling # Nobody
  /\ call[handling] = "polls"
  /\ (b = 0) => data = 0
  /\ (b = 1) => (data > 0 \/ lock # Nobody)
  /\ answer' = [answer EXCEPT ![handling] = b]
  /\ call' = [call EXCEPT ![handling] = "idle"]
  /\ handling' = Nobody
  /\ UNCHANGED <<lock, port, data>>

ReplyLocked ==
  /\ handling # Nobody
  /\ call[handling] = "asks locked"
  /\ call' = [call EXCEPT ![handling] = "locked"]
  /\ handling' = Nobody
  /\ UNCHANGED <<lock, port, answer, data>>

-------------------------------------------------------------------------------
OwnerStep == Get \/ ReplyLocked \/ \E b \in 0..1 : Answer(b)

UserStep(u) == Lock(u) \/ Dequeue(u) \/ AskLocked(u) \/ Unlock(u) \/ AskPoll(u)

Next == OwnerStep \/ Append1 \/ \E u \in User : UserStep(u)

Fairness == WF_vars(OwnerStep)

PollSpec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Every message is answered, whatever users do with their locks.          *)
EveryAskAnswered ==
  \A u \in User : (call[u] \in {"polls", "asks locked"}) ~> (call[u] \in {"idle", "locked"})
===============================================================================
