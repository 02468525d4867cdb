------------------------------ MODULE EventQueue ------------------------------
(***************************************************************************)
(* An event queue (kqueue): user threads wait for any of many knotes.  A   *)
(* knote hangs on a socket's buffer and has one word, `active`.  The owner *)
(* of the buffer, after each change that can make the knote's condition    *)
(* true, exchanges `active` for 1; whoever read 0 puts the knote on the    *)
(* queue's ready list and wakes one waiting user.  So a knote is on the    *)
(* list at most once, and idle ones cost nothing.                          *)
(*                                                                         *)
(* A user takes the list under the queue's lock.  It clears `active`       *)
(* before it evaluates the condition: a change after the clear puts the    *)
(* knote on the list anew.  Being level-triggered, it puts a knote that it *)
(* reports back on the list.                                               *)
(*                                                                         *)
(* Conditions are not in this module: it is what probes report.            *)
(* Readiness.tla has them, and the fairness.                               *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC

CONSTANTS
  User,        \* user threads; positive numbers
  Knote,       \* numbers of knotes
  MaxWakers    \* how many threads are between a put and its look at a time

Nobody == 0
NoKnote == 0
Wakeup == 1    \* the queue's own knote: "return from your wait" (EVFILT_USER)

VARIABLES
  linked,      \* knotes linked at their buffers
  closed,      \* knotes whose socket is closed
  forgotten,   \* knotes never to be reported again: removed, or reported as closed
  active,      \* knotes whose word is 1
  putting,     \* knotes that somebody has activated and not yet put on the list
  ready,       \* the shared part of the ready list, oldest first
  waking,      \* how many threads have put a knote and not yet looked for a waiting user
  batch,       \* the rest of what the users have taken from the ready list
  lock,        \* the user who has the queue's lock, or Nobody
  pass,        \* what that user did: [all, at, again, events]
  waiters,     \* users who have announced that they wait, who waits longest first
  permit,      \* users who were woken
  call         \* user inside a call -> its next step

vars == <<linked, closed, forgotten, active, putting, ready, waking, batch, lock, pass,
          waiters, permit, call>>
knotes == <<linked, closed, forgotten>>
users == <<lock, pass, call>>
waits == <<waiters, permit>>

NoPass == [all |-> FALSE, at |-> NoKnote, again |-> {}, back |-> {}, events |-> FALSE]

Init ==
  /\ linked = {}
  /\ closed = {}
  /\ forgotten = {}
  /\ active = {}
  /\ putting = {}
  /\ ready = <<>>
  /\ waking = 0
  /\ batch = <<>>
  /\ lock = Nobody
  /\ pass = NoPass
  /\ waiters = <<>>
  /\ permit = {}
  /\ call = <<>>

At(u, step) == u \in DOMAIN call /\ call[u] = step
GoTo(u, step) == call' = (u :> step) @@ call
Without(list, u) == SelectSeq(list, LAMBDA x : x # u)
Return(u) == call' = [x \in DOMAIN call \ {u} |-> call[x]]

-------------------------------------------------------------------------------
(* The thread that owns the socket of a knote; of Wakeup, any thread       *)

Attach(k) ==
  /\ k \notin linked
  /\ linked' = linked \cup {k}
  /\ UNCHANGED <<closed, forgotten, active, putting, ready, waking, batch>>
  /\ UNCHANGED users /\ UNCHANGED waits

(* One atomic exchange: reads b and leaves 1.                              *)
Exchange(k, b) ==
  /\ b = (IF k \in active THEN 1 ELSE 0)
  /\ active' = active \cup {k}
  /\ putting' = IF b = 0 THEN putting \cup {k} ELSE putting

Activate(k, b) ==
  /\ k \in linked
  /\ Exchange(k, b)
  /\ UNCHANGED <<ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED users /\ UNCHANGED waits

PutReady(k) ==
  /\ k \in putting
  /\ waking < MaxWakers
  /\ putting' = putting \ {k}
  /\ ready' = Append(ready, k)
  /\ waking' = waking + 1
  /\ pass' = [pass EXCEPT !.back = @ \ {k}]
  /\ UNCHANGED <<lock, call, active, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

(* The waker takes the user who waits longest, if there is any, and        *)
(* unparks it.  With any other choice two users could go on waking each    *)
(* other while a third waits for ever.                                     *)
WakeWaiter(w) ==
  /\ waking > 0
  /\ waking' = waking - 1
  /\ IF w = Nobody
     THEN waiters = <<>> /\ UNCHANGED waits
     ELSE /\ waiters # <<>>
          /\ w = Head(waiters)
          /\ waiters' = Tail(waiters)
          /\ permit' = permit \cup {w}
  /\ UNCHANGED <<active, putting, ready, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED users

(* Before the owner activates the knote for the last time; of Wakeup: the  *)
(* queue is closed.                                                        *)
Close(k) ==
  /\ k \in linked \ closed
  /\ closed' = closed \cup {k}
  /\ UNCHANGED <<linked, forgotten, active, putting, ready, waking, batch>>
  /\ UNCHANGED users /\ UNCHANGED waits

(* The owner touches the knote no more.                                    *)
Detach(k) ==
  /\ k \in linked
  /\ linked' = linked \ {k}
  /\ UNCHANGED <<closed, forgotten, active, putting, ready, waking, batch>>
  /\ UNCHANGED users /\ UNCHANGED waits

-------------------------------------------------------------------------------
(* Users                                                                   *)

(* Whoever asked for the removal of a knote marks it under the lock, when  *)
(* the owner has confirmed.                                                *)
Forget(k) ==
  /\ lock = Nobody
  /\ k \notin linked
  /\ forgotten' = forgotten \cup {k}
  /\ UNCHANGED <<linked, closed, active, putting, ready, waking, batch>>
  /\ UNCHANGED users /\ UNCHANGED waits

(* A user wants to be told of a knote again (EV_ENABLE): the condition may *)
(* hold all along, and its owner has no reason to say so.  That a user     *)
(* does not want it (EV_DISABLE) only makes its evaluation say no.         *)
EnableKnote(k, b) ==
  /\ lock = Nobody
  /\ k \notin forgotten
  /\ Exchange(k, b)
  /\ UNCHANGED <<ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED users /\ UNCHANGED waits

KqLock(u) ==
  /\ lock = Nobody
  /\ \/ u \notin DOMAIN call /\ GoTo(u, "first")
     \/ At(u, "again") /\ GoTo(u, "first")
     \/ At(u, "announced") /\ GoTo(u, "second")
  /\ lock' = u
  /\ pass' = NoPass
  /\ UNCHANGED <<active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

(* One atomic exchange takes the whole list, n knotes; once per pass.      *)
TakeAll(n) ==
  /\ lock # Nobody
  /\ ~pass.all
  /\ pass.at = NoKnote
  /\ batch = <<>>
  /\ n = Len(ready)
  /\ batch' = ready
  /\ ready' = <<>>
  /\ pass' = [pass EXCEPT !.all = TRUE]
  /\ UNCHANGED <<lock, call, active, putting, waking>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

(* The oldest knote: clears its word, by an exchange.  One that has been   *)
(* reported in this pass will be put back, and is not evaluated twice.     *)
Take(k) ==
  /\ lock # Nobody
  /\ pass.at = NoKnote
  /\ batch # <<>>
  /\ k = Head(batch)
  /\ batch' = Tail(batch)
  /\ active' = active \ {k}
  /\ pass' = [pass EXCEPT !.at = IF k \in forgotten \cup pass.again THEN NoKnote ELSE k]
  /\ UNCHANGED <<lock, call, putting, ready, waking>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

(* b = 0: does not hold, or nobody wants to know; 1: reported, and will be *)
(* put back; 2: reported once, since the socket is closed, or it is the queue's own knote.  That *)
(* one holds for ever once the queue is closed: each user who returns from *)
(* its wait wakes the next.                                                *)
EvaluateKnote(k, b) ==
  /\ lock # Nobody
  /\ k # NoKnote
  /\ pass.at = k
  /\ (b = 2) <=> IF k = Wakeup THEN k \notin closed ELSE k \in closed
  /\ k = Wakeup => b # 0
  /\ pass' = [pass EXCEPT !.at = NoKnote,
                          !.again = IF b = 1 THEN @ \cup {k} ELSE @,
                          !.events = @ \/ b # 0]
  /\ forgotten' = IF b = 2 /\ k # Wakeup THEN forgotten \cup {k} ELSE forgotten
  /\ UNCHANGED <<linked, closed, lock, call, active, putting, ready, waking, batch>>
  /\ UNCHANGED waits

Reactivate(k, b) ==
  /\ lock # Nobody
  /\ pass.at = NoKnote
  /\ k \in pass.again
  /\ Exchange(k, b)
  /\ pass' = [pass EXCEPT !.again = @ \ {k}, !.back = IF b = 0 THEN @ \cup {k} ELSE @]
  /\ UNCHANGED <<lock, call, ready, waking, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

(* The pass has seen all that was on the list at some moment since it      *)
(* began.  One that ends early, with as many events as were asked for, is  *)
(* followed by a look for another waiting user, who may take the rest.     *)
Complete == pass.all /\ batch = <<>>

KqUnlock(u) ==
  /\ lock = u
  /\ pass.at = NoKnote
  /\ pass.again = {}
  /\ pass.back = {}
  /\ Complete \/ (pass.events /\ waking < MaxWakers)
  /\ lock' = Nobody
  /\ pass' = NoPass
  /\ waking' = IF Complete THEN waking ELSE waking + 1
  /\ IF At(u, "second")
     THEN GoTo(u, IF pass.events THEN "retract" ELSE "park")
     ELSE Return(u) \/ (~pass.events /\ GoTo(u, "announce"))
  /\ UNCHANGED <<active, putting, ready, batch>>
  /\ UNCHANGED knotes /\ UNCHANGED waits

Announce(u) ==
  /\ At(u, "announce")
  /\ waiters' = Append(waiters, u)
  /\ GoTo(u, "announced")
  /\ UNCHANGED <<lock, pass, permit, active, putting, ready, waking, batch>>
  /\ UNCHANGED knotes

(* Parking ends by the permit, by a timer, an interrupt, or for no reason. *)
(* b = 0: a waker took u from the list of waiting users.  Who was woken    *)
(* has something to pass on: after its park it makes one more pass,        *)
(* whatever ended it; with events in its hands, it looks for another       *)
(* waiting user.                                                           *)
Retract(u, b) ==
  /\ u \in DOMAIN call
  /\ b = Len(waiters) - Len(Without(waiters, u))
  /\ waiters' = Without(waiters, u)
  /\ permit' = permit \ {u}
  /\ \/ At(u, "park") /\ GoTo(u, "again") /\ UNCHANGED waking
     \/ At(u, "retract") /\ Return(u) /\ (b = 1 \/ waking < MaxWakers)
        /\ waking' = waking + 1 - b
  /\ UNCHANGED <<lock, pass, active, putting, ready, batch>>
  /\ UNCHANGED knotes

-------------------------------------------------------------------------------
InPass ==
  \/ TakeAll(Len(ready))
  \/ \E k \in Knote : Take(k) \/ \E b \in 0..2 : EvaluateKnote(k, b) \/ Reactivate(k, b)

Next ==
  \/ \E k \in Knote :
       \/ Attach(k)
       \/ \E b \in 0..1 : Activate(k, b)
       \/ PutReady(k)
       \/ Close(k)
       \/ Detach(k)
       \/ Forget(k)
       \/ Take(k)
       \/ \E b \in 0..2 : EvaluateKnote(k, b)
       \/ \E b \in 0..1 : Reactivate(k, b) \/ EnableKnote(k, b)
  \/ \E w \in User \cup {Nobody} : WakeWaiter(w)
  \/ \E n \in Nat : TakeAll(n)
  \/ \E u \in User : KqLock(u) \/ KqUnlock(u) \/ Announce(u) \/ \E b \in 0..1 : Retract(u, b)

EventQueueSpec == Init /\ [][Next]_vars

(* When a run has come to its end.                                         *)
Settled == putting = {} /\ waking = 0
===============================================================================
