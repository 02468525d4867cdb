------------------------------- MODULE Readiness ------------------------------
(***************************************************************************)
(* The event queue with the conditions of its knotes.  Each knote's owner  *)
(* is one thread: between a change and its activation it does nothing else *)
(* with that knote.  It attaches a knote by message, and evaluates the     *)
(* condition after linking.                                                *)
(***************************************************************************)
EXTENDS EventQueue

CONSTANT Ignorable    \* knotes of which users may not want to be told for a while

VARIABLES
  holds,       \* knotes whose condition holds
  disabled,    \* knotes of which the users do not want to be told
  changed,     \* knotes whose owner owes an activation
  fresh        \* knotes whose owner has linked them and not yet evaluated

rvars == <<vars, holds, disabled, changed, fresh>>
environment == <<holds, disabled, changed, fresh>>

ReadinessInit ==
  /\ Init
  /\ holds = {}
  /\ disabled = {}
  /\ changed = {}
  /\ fresh = {}

OwnerFree(k) == k \notin changed \cup fresh

-------------------------------------------------------------------------------
(* Owner                                                                   *)

(* A packet is appended, or room is made.                                  *)
MakeTrue(k) ==
  /\ OwnerFree(k)
  /\ k \notin closed
  /\ holds' = holds \cup {k}
  /\ changed' = IF k \in linked THEN changed \cup {k} ELSE changed
  /\ UNCHANGED <<disabled, fresh>> /\ UNCHANGED vars

Link(k) ==
  /\ k \notin closed \cup forgotten
  /\ OwnerFree(k)
  /\ Attach(k)
  /\ fresh' = fresh \cup {k}
  /\ UNCHANGED <<holds, disabled, changed>>

EvaluateAfterLinking(k) ==
  /\ k \in fresh
  /\ fresh' = fresh \ {k}
  /\ changed' = IF k \in holds THEN changed \cup {k} ELSE changed
  /\ UNCHANGED <<holds, disabled>> /\ UNCHANGED vars

Tell(k) ==
  /\ k \in changed
  /\ \E b \in 0..1 : Activate(k, b)
  /\ changed' = changed \ {k}
  /\ UNCHANGED <<holds, disabled, fresh>>

CloseSocket(k) ==
  /\ OwnerFree(k)
  /\ Close(k)
  /\ changed' = changed \cup {k}
  /\ UNCHANGED <<holds, disabled, fresh>>

Unlink(k) == OwnerFree(k) /\ Detach(k) /\ UNCHANGED environment

-------------------------------------------------------------------------------
(* Users                                                                   *)

(* A user reads or writes, and the condition holds no more.                *)
MakeFalse(k) ==
  /\ k \in holds
  /\ holds' = holds \ {k}
  /\ UNCHANGED <<disabled, changed, fresh>> /\ UNCHANGED vars

Want(k) ==
  /\ k \in disabled
  /\ \E b \in 0..1 : EnableKnote(k, b)
  /\ disabled' = disabled \ {k}
  /\ UNCHANGED <<holds, changed, fresh>>

Ignore(k) ==
  /\ k \in linked \cap Ignorable
  /\ lock = Nobody
  /\ disabled' = disabled \cup {k}
  /\ UNCHANGED <<holds, changed, fresh>> /\ UNCHANGED vars

(* What a third party sees of a condition is exact enough: it never says   *)
(* no to one that holds, and yes only to one that held a moment ago.       *)
Evaluate ==
  /\ \E k \in Knote : EvaluateKnote(k, IF k = Wakeup THEN IF k \in closed THEN 1 ELSE 2
                                       ELSE IF k \in closed THEN 2
                                       ELSE IF k \in holds \ disabled THEN 1 ELSE 0)
  /\ UNCHANGED environment

Removed(k) ==
  /\ k \notin linked \cup forgotten
  /\ k \in active \cup closed \cup holds    \* it was linked once; bounds the model
  /\ Forget(k)
  /\ UNCHANGED environment

Put == (\E k \in Knote : PutReady(k)) /\ UNCHANGED environment
Wake == (\E w \in User \cup {Nobody} : WakeWaiter(w)) /\ UNCHANGED environment

Pass(u) ==
  /\ lock = u
  /\ \/ TakeAll(Len(ready)) /\ UNCHANGED environment
     \/ (\E k \in Knote : Take(k)) /\ UNCHANGED environment
     \/ Evaluate
     \/ (\E k \in Knote, b \in 0..1 : Reactivate(k, b)) /\ UNCHANGED environment
     \/ KqUnlock(u) /\ UNCHANGED environment

Wait(u) == (Announce(u) \/ \E b \in 0..1 : Retract(u, b)) /\ UNCHANGED environment
Enter(u) == KqLock(u) /\ UNCHANGED environment

OwnerStep ==
  \/ \E k \in Knote : EvaluateAfterLinking(k) \/ Tell(k)
  \/ Put
  \/ Wake

Change(k) ==
  \/ MakeTrue(k) \/ Link(k) \/ CloseSocket(k) \/ Unlink(k)
  \/ MakeFalse(k) \/ Want(k) \/ Ignore(k) \/ Removed(k)

ReadinessNext ==
  \/ OwnerStep
  \/ \E k \in Knote : Change(k)
  \/ \E u \in User : Pass(u) \/ Wait(u) \/ Enter(u)

(* A thread that has something to tell goes on.  So does a user in a call, *)
(* which ends its park for sure only when it has the permit; the lock is   *)
(* given to everybody in turn (SF).  Put, Pass and Wait are strongly fair  *)
(* only since MaxWakers can be in their way for a moment.                  *)
Fairness ==
  /\ \A k \in Knote : WF_rvars(EvaluateAfterLinking(k) \/ Tell(k))
  /\ SF_rvars(Put)
  /\ WF_rvars(Wake)
  /\ \A u \in User :
       /\ SF_rvars(Pass(u))
       /\ SF_rvars(Wait(u) /\ (~At(u, "park") \/ u \in permit))
       /\ SF_rvars(u \in DOMAIN call /\ Enter(u))

ReadinessSpec == ReadinessInit /\ [][ReadinessNext]_rvars /\ Fairness

-------------------------------------------------------------------------------
(* A knote whose word is 1 is in exactly one place, any other in none.     *)
Places(k) ==
  (IF k \in putting THEN 1 ELSE 0) + Len(SelectSeq(ready \o batch, LAMBDA x : x = k))
OnListOnce == \A k \in Knote : Places(k) = IF k \in active THEN 1 ELSE 0

(* The owner touches only knotes that are linked, and a user evaluates     *)
(* none whose removal was confirmed.                                       *)
NothingAfterRemoval == changed \cup fresh \subseteq linked /\ pass.at \notin forgotten

(* Whatever holds is in somebody's hands.                                  *)
NothingForgotten ==
  \A k \in (linked \cap holds) \ (closed \cup disabled \cup {Wakeup}) :
    k \in active \cup changed \cup fresh \cup pass.again \/ pass.at = k

(* While a user waits and something holds, somebody reports something      *)
(* again and again: this user, who then returns, or another who was        *)
(* faster.                                                                 *)
Reportable(k) == k \in (linked \cap holds) \ (closed \cup disabled)
NoMissedEvent ==
  \A u \in User, k \in Knote :
    (u \in DOMAIN call /\ Reportable(k))
      ~> (u \notin DOMAIN call \/ ~Reportable(k) \/ pass.events)

(* When the queue is closed, every user who is inside a call returns.      *)
CloseEndsAllWaits == \A u \in User : (u \in DOMAIN call /\ Wakeup \in closed) ~> u \notin DOMAIN call
===============================================================================
