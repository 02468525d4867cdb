------------------------------ MODULE GivenUpWait -----------------------------
(***************************************************************************)
(* What giving up a wait promises, seen from what is waited for: a message *)
(* whose abort has come first is not linked but replied to; one that is    *)
(* on the list is taken off and replied to before the abort is; and a user *)
(* goes on when neither is with the owner any more.  Abort says how, and   *)
(* refines this.                                                           *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT User    \* user threads

VARIABLES
  waits,         \* users inside a wait
  away,          \* users whose message is with the owner
  listed,        \* users whose message is on the waiter list
  marked,        \* users whose message is marked
  aborts,        \* users whose abort is on its way
  met            \* users whose abort has come and is not replied to

vars == <<waits, away, listed, marked, aborts, met>>

Init ==
  /\ waits = {}
  /\ away = {}
  /\ listed = {}
  /\ marked = {}
  /\ aborts = {}
  /\ met = {}

SendPredicate(u) ==
  /\ u \in User
  /\ u \notin waits
  /\ waits' = waits \cup {u}
  /\ away' = away \cup {u}
  /\ marked' = marked \ {u}
  /\ UNCHANGED <<listed, aborts, met>>

SendAbort(u) ==
  /\ u \in waits
  /\ u \notin aborts \cup met
  /\ aborts' = aborts \cup {u}
  /\ UNCHANGED <<waits, away, listed, marked, met>>

Resume(u) ==
  /\ u \in waits
  /\ u \notin away \cup aborts \cup met
  /\ waits' = waits \ {u}
  /\ UNCHANGED <<away, listed, marked, aborts, met>>

-------------------------------------------------------------------------------
Enqueue(u) ==
  /\ u \in away
  /\ u \notin listed \cup marked
  /\ listed' = listed \cup {u}
  /\ UNCHANGED <<waits, away, marked, aborts, met>>

Reply(u) ==
  /\ u \in away
  /\ away' = away \ {u}
  /\ listed' = listed \ {u}
  /\ UNCHANGED <<waits, marked, aborts, met>>

(* The message comes after its abort.                                      *)
ReplyGivenUp(u) ==
  /\ u \in away
  /\ u \in marked
  /\ u \notin listed
  /\ away' = away \ {u}
  /\ UNCHANGED <<waits, listed, marked, aborts, met>>

(* The abort comes; b says whether the message was replied to before.      *)
GiveUp(u, b) ==
  /\ u \in aborts
  /\ (b = 1) <=> (u \notin away)
  /\ aborts' = aborts \ {u}
  /\ met' = met \cup {u}
  /\ marked' = IF b = 1 THEN marked ELSE marked \cup {u}
  /\ UNCHANGED <<waits, away, listed>>

(* The message is taken off the list.                                      *)
Abort(u) ==
  /\ u \in met
  /\ u \in marked
  /\ u \in listed
  /\ listed' = listed \ {u}
  /\ UNCHANGED <<waits, away, marked, aborts, met>>

ReplyToAbort(u) ==
  /\ u \in met
  /\ u \notin listed
  /\ met' = met \ {u}
  /\ UNCHANGED <<waits, away, listed, marked, aborts>>

-------------------------------------------------------------------------------
Next ==
  \/ \E u \in User : SendPredicate(u)
  \/ \E u \in User : SendAbort(u)
  \/ \E u \in User : Resume(u)
  \/ \E u \in User : Enqueue(u)
  \/ \E u \in User : Reply(u)
  \/ \E u \in User : ReplyGivenUp(u)
  \/ \E u \in User, b \in {0, 1} : GiveUp(u, b)
  \/ \E u \in User : Abort(u)
  \/ \E u \in User : ReplyToAbort(u)

Spec == Init /\ [][Next]_vars

(* Abort, as one step: the abort comes, the message is taken off the list  *)
(* and replied to.                                                         *)
GiveUpAtOnce(u) ==
  /\ u \in aborts
  /\ u \in listed
  /\ aborts' = aborts \ {u}
  /\ met' = met \cup {u}
  /\ marked' = marked \cup {u}
  /\ listed' = listed \ {u}
  /\ away' = away \ {u}
  /\ UNCHANGED waits

CoarseNext == Next \/ \E u \in User : GiveUpAtOnce(u)
CoarseSpec == Init /\ [][CoarseNext]_vars

(* When a run has come to its end, nobody waits for anything.              *)
Settled == waits = {} /\ away = {} /\ listed = {} /\ aborts = {} /\ met = {}
===============================================================================
