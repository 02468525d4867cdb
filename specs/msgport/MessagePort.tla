------------------------------ MODULE MessagePort ------------------------------
(***************************************************************************)
(* A message port: many senders put, the owning protocol thread gets, in   *)
(* the order of the puts.  An owner with nothing to do announces that it   *)
(* will wait, looks again, and parks; a sender that finds the announcement *)
(* takes it back and unparks the owner.                                    *)
(*                                                                         *)
(* Both sides write one word and then read the other (the sender the       *)
(* queue, then `waiting`; the owner `waiting`, then the queue), so both    *)
(* accesses are sequentially consistent in the code.                       *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC

CONSTANTS
  Message,     \* numbers of messages
  MaxSenders   \* how many threads put at a time

VARIABLES
  queue,       \* messages put and not yet got
  waiting,     \* the owner has announced that it waits; 0 or 1
  permit,      \* the owner's park permit
  owner,       \* the owner's next step
  waking       \* number of senders that have put and not yet looked at `waiting`

vars == <<queue, waiting, permit, owner, waking>>

Init ==
  /\ queue = <<>>
  /\ waiting = 0
  /\ permit = FALSE
  /\ owner = "running"
  /\ waking = 0

InQueue(m) == \E i \in 1..Len(queue) : queue[i] = m

(* A message is in at most one place: only its holder puts it.             *)
Put(m) ==
  /\ waking < MaxSenders
  /\ ~InQueue(m)
  /\ queue' = Append(queue, m)
  /\ waking' = waking + 1
  /\ UNCHANGED <<waiting, permit, owner>>

(* One atomic exchange: the sender reads w and leaves 0.                   *)
Wake(w) ==
  /\ waking > 0
  /\ w = waiting
  /\ waking' = waking - 1
  /\ waiting' = 0
  /\ permit' = (permit \/ w = 1)
  /\ UNCHANGED <<queue, owner>>

Get(m) ==
  /\ owner = "running"
  /\ queue # <<>>
  /\ m = Head(queue)
  /\ queue' = Tail(queue)
  /\ UNCHANGED <<waiting, permit, owner, waking>>

AnnounceWait ==
  /\ owner = "running"
  /\ waiting' = 1
  /\ owner' = "announced"
  /\ UNCHANGED <<queue, permit, waking>>

(* The look that closes the gap between the last Get and the announcement. *)
Recheck(e) ==
  /\ owner = "announced"
  /\ e = (IF queue = <<>> THEN 1 ELSE 0)
  /\ owner' = IF e = 1 THEN "park" ELSE "cancel"
  /\ UNCHANGED <<queue, waiting, permit, waking>>

(* Parking ends by the permit, by a timer or for no reason at all.         *)
CancelWait ==
  /\ owner \in {"park", "cancel"}
  /\ waiting' = 0
  /\ permit' = IF owner = "park" THEN FALSE ELSE permit
  /\ owner' = "running"
  /\ UNCHANGED <<queue, waking>>

-------------------------------------------------------------------------------
OwnerStep ==
  \/ \E m \in Message : Get(m)
  \/ AnnounceWait
  \/ \E e \in {0, 1} : Recheck(e)
  \/ CancelWait

Next ==
  \/ \E m \in Message : Put(m)
  \/ \E w \in {0, 1} : Wake(w)
  \/ OwnerStep

(* Every turn of a running owner tries to get (SF).  Only the permit is    *)
(* sure to end a park.                                                     *)
Fairness ==
  /\ SF_vars(\E m \in Message : Get(m))
  /\ WF_vars(\E e \in {0, 1} : Recheck(e))
  /\ WF_vars(CancelWait /\ (owner = "cancel" \/ permit))
  /\ WF_vars(\E w \in {0, 1} : Wake(w))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Every message put is got.                                               *)
EveryMessageGot == \A m \in Message : InQueue(m) ~> ~InQueue(m)
===============================================================================
