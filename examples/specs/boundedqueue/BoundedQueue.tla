----------------------------- MODULE BoundedQueue -----------------------------
(***************************************************************************)
(* A queue with room for a number of items, one lock and one condition.    *)
(* Each action is what a thread does in one go while it has the lock: it   *)
(* waits, which gives the lock away, or it puts or takes an item and wakes *)
(* everybody who waits.                                                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Producer,    \* threads that put
  Consumer,    \* threads that take
  Item

VARIABLES
  capacity,    \* 0: there is no queue yet
  queue,       \* the items in it, the oldest first
  waiting,     \* threads that wait and were not woken
  woken        \* threads that were woken and have done nothing since

vars == <<capacity, queue, waiting, woken>>

Init ==
  /\ capacity = 0
  /\ queue = <<>>
  /\ waiting = {}
  /\ woken = {}

Create(n) ==
  /\ capacity = 0
  /\ n > 0
  /\ capacity' = n
  /\ UNCHANGED <<queue, waiting, woken>>

(* A thread that waits may go on without having been woken: await returns  *)
(* when it likes.  So no action asks whether its thread waits.             *)

AwaitRoom(p) ==
  /\ capacity > 0
  /\ Len(queue) = capacity
  /\ waiting' = waiting \cup {p}
  /\ woken' = woken \ {p}
  /\ UNCHANGED <<capacity, queue>>

Put(p, x) ==
  /\ Len(queue) < capacity
  /\ queue' = Append(queue, x)
  /\ waiting' = {}
  /\ woken' = (woken \cup waiting) \ {p}
  /\ UNCHANGED capacity

AwaitItem(c) ==
  /\ capacity > 0
  /\ queue = <<>>
  /\ waiting' = waiting \cup {c}
  /\ woken' = woken \ {c}
  /\ UNCHANGED <<capacity, queue>>

Take(c, x) ==
  /\ queue # <<>>
  /\ x = Head(queue)
  /\ queue' = Tail(queue)
  /\ waiting' = {}
  /\ woken' = (woken \cup waiting) \ {c}
  /\ UNCHANGED capacity

Next ==
  \/ \E n \in 1..3 : Create(n)
  \/ \E p \in Producer : AwaitRoom(p) \/ \E x \in Item : Put(p, x)
  \/ \E c \in Consumer : AwaitItem(c) \/ \E x \in Item : Take(c, x)

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
Bounded == Len(queue) <= capacity

NotAllAsleep == Producer \cup Consumer # waiting
===============================================================================
