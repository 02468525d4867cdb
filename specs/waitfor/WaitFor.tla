-------------------------------- MODULE WaitFor --------------------------------
(***************************************************************************)
(* Who waits for whom.  A synchronous message makes its sender wait for    *)
(* the thread that shall reply; a lock makes who wants it wait for its     *)
(* holder.  A thread that waits handles no message.                        *)
(*                                                                         *)
(* Users wait for protocol threads and for each other's locks, also while  *)
(* they hold one.  A protocol thread waits for another only as the order   *)
(* MayWait says; in this stack for none.  One that has something to ask of *)
(* itself carries it out at once (inline).                                 *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  User,
  Protocol,    \* protocol threads
  MayWait      \* pairs of protocol threads: the first may wait for the second

NoThread == 0
Thread == User \cup Protocol

VARIABLES
  queue,       \* on each protocol thread's port: the senders that wait
  handling,    \* whose message each protocol thread handles, or NoThread
  waits,       \* whose reply each thread waits for, or NoThread
  holder,      \* the user that holds the user-side lock, or NoThread
  wanting      \* threads that wait for the lock

vars == <<queue, handling, waits, holder, wanting>>

Init ==
  /\ queue = [p \in Protocol |-> <<>>]
  /\ handling = [p \in Protocol |-> NoThread]
  /\ waits = [t \in Thread |-> NoThread]
  /\ holder = NoThread
  /\ wanting = {}

Runs(t) == waits[t] = NoThread /\ t \notin wanting

SendSync(t, p) ==
  /\ waits' = [waits EXCEPT ![t] = p]
  /\ queue' = [queue EXCEPT ![p] = Append(@, t)]
  /\ UNCHANGED <<handling, holder, wanting>>

Ask(u, p) == Runs(u) /\ SendSync(u, p)

Want(u) ==
  /\ Runs(u)
  /\ holder # u
  /\ wanting' = wanting \cup {u}
  /\ UNCHANGED <<queue, handling, waits, holder>>

Acquire(t) ==
  /\ t \in wanting
  /\ holder = NoThread
  /\ holder' = t
  /\ wanting' = wanting \ {t}
  /\ UNCHANGED <<queue, handling, waits>>

Release(t) ==
  /\ holder = t
  /\ Runs(t)
  /\ holder' = NoThread
  /\ UNCHANGED <<queue, handling, waits, wanting>>

Get(p) ==
  /\ Runs(p)
  /\ handling[p] = NoThread
  /\ queue[p] # <<>>
  /\ handling' = [handling EXCEPT ![p] = Head(queue[p])]
  /\ queue' = [queue EXCEPT ![p] = Tail(@)]
  /\ UNCHANGED <<waits, holder, wanting>>

(* What the message asks of its own thread is part of this step (inline).  *)
Reply(p) ==
  /\ Runs(p)
  /\ handling[p] # NoThread
  /\ waits' = [waits EXCEPT ![handling[p]] = NoThread]
  /\ handling' = [handling EXCEPT ![p] = NoThread]
  /\ UNCHANGED <<queue, holder, wanting>>

(* The handler sends a synchronous message itself.                         *)
Nest(p, q) ==
  /\ Runs(p)
  /\ handling[p] # NoThread
  /\ <<p, q>> \in MayWait
  /\ SendSync(p, q)

-------------------------------------------------------------------------------
UserStep(u) == (\E p \in Protocol : Ask(u, p)) \/ Want(u) \/ Acquire(u) \/ Release(u)
ProtocolStep(p) == Get(p) \/ Reply(p) \/ \E q \in Protocol : Nest(p, q)

Next == (\E u \in User : UserStep(u)) \/ (\E p \in Protocol : ProtocolStep(p))

(* A handler ends some time: it nests finitely often (SF).  Users may do   *)
(* nothing, and keep their lock.                                           *)
Fairness == \A p \in Protocol : WF_vars(Get(p)) /\ SF_vars(Reply(p))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* The wait-for graph: each thread waits for at most one.                  *)
WaitsFor(t) ==
  IF waits[t] # NoThread THEN waits[t] ELSE IF t \in wanting THEN holder ELSE NoThread

(* t after n edges.                                                        *)
RECURSIVE Follow(_, _)
Follow(t, n) == IF t = NoThread \/ n = 0 THEN t ELSE Follow(WaitsFor(t), n - 1)

NoCycle == \A t \in Thread : Follow(t, Cardinality(Thread)) = NoThread

(* Every wait for a reply ends.                                            *)
EveryAskReplied == \A u \in User : (waits[u] # NoThread) ~> (waits[u] = NoThread)
===============================================================================
