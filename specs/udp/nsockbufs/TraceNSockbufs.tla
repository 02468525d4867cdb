---------------------------- MODULE TraceNSockbufs ----------------------------
(***************************************************************************)
(* The steps that probes report, for any number of queues and users, each  *)
(* visible to all at once.  NSockbufs.tla under "sc" implements it.        *)
(*                                                                         *)
(* `Offer` comes before the append: until the producer has looked at its   *)
(* ready bit, the packet may be visible already, or not yet.               *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Queue,       \* numbers of queues, from 0
  Count,       \* numbers of waiting users, from 0
  User,        \* user threads; positive numbers
  Quantum      \* how many packets a queue is served before the next one is

VARIABLES
  data,        \* queue -> packets whose producer has looked; -1 if one was taken before
  offering,    \* queues whose producer appends, and has not looked yet
  marking,     \* queues whose producer found the bit clear
  waking,      \* queues whose producer has set the bit
  ready,       \* queues whose bit is set
  waiting,     \* users that have announced that they wait
  holder,      \* the user who holds the receive lock, or 0
  step,        \* what the holder does next
  cursor,      \* the queue that is served
  left         \* what is left of its quantum

vars == <<data, offering, marking, waking, ready, waiting, holder, step, cursor, left>>
producers == <<offering, marking, waking>>
holders == <<holder, step, cursor, left>>

Init ==
  /\ data = <<>>
  /\ offering = {} /\ marking = {} /\ waking = {}
  /\ ready = {}
  /\ waiting = {}
  /\ holder = 0
  /\ step = "serve"
  /\ cursor = 0
  /\ left = Quantum

Data(i) == IF i \in DOMAIN data THEN data[i] ELSE 0
DataIs(i, n) == data' = [j \in DOMAIN data \cup {i} |-> IF j = i THEN n ELSE data[j]]
Most(i) == Data(i) + (IF i \in offering THEN 1 ELSE 0)

-------------------------------------------------------------------------------
(* The protocol thread of CPU i                                            *)

Drop(i) ==
  /\ i \notin offering \cup marking \cup waking
  /\ UNCHANGED vars

Offer(i) ==
  /\ i \notin offering \cup marking \cup waking
  /\ offering' = offering \cup {i}
  /\ UNCHANGED <<data, marking, waking, ready, waiting>> /\ UNCHANGED holders

LookReady(i, b) ==
  /\ i \in offering
  /\ b = (IF i \in ready THEN 1 ELSE 0)
  /\ offering' = offering \ {i}
  /\ DataIs(i, Data(i) + 1)
  /\ marking' = IF b = 0 THEN marking \cup {i} ELSE marking
  /\ UNCHANGED <<waking, ready, waiting>> /\ UNCHANGED holders

MarkReady(i) ==
  /\ i \in marking
  /\ marking' = marking \ {i}
  /\ waking' = waking \cup {i}
  /\ ready' = ready \cup {i}
  /\ UNCHANGED <<data, offering, waiting>> /\ UNCHANGED holders

(* n users were waiting.                                                   *)
WakeAll(i, n) ==
  /\ i \in waking
  /\ n = Cardinality(waiting)
  /\ waking' = waking \ {i}
  /\ waiting' = {}
  /\ UNCHANGED <<data, offering, marking, ready>> /\ UNCHANGED holders

-------------------------------------------------------------------------------
(* The holder of the receive lock                                          *)

Unchanged == UNCHANGED <<data, ready, waiting, holder, cursor, left>> /\ UNCHANGED producers

RcvLock(u) ==
  /\ holder = 0
  /\ u > 0
  /\ holder' = u
  /\ step' = IF left > 0 THEN "serve" ELSE "advance"
  /\ UNCHANGED <<data, ready, waiting, cursor, left>> /\ UNCHANGED producers

(* The holder takes a packet from queue i, and returns with it.            *)
Take(i) ==
  /\ holder # 0
  /\ step = "serve"
  /\ i = cursor
  /\ Most(i) > 0
  /\ DataIs(i, Data(i) - 1)
  /\ left' = left - 1
  /\ step' = "leave"
  /\ UNCHANGED <<ready, waiting, holder, cursor>> /\ UNCHANGED producers

(* It found queue i empty.                                                 *)
ClearReady(i) ==
  /\ holder # 0
  /\ step = "serve"
  /\ i = cursor
  /\ ready' = ready \ {i}
  /\ step' = "recheck"
  /\ UNCHANGED <<data, waiting, holder, cursor, left>> /\ UNCHANGED producers

Recheck(i, b) ==
  /\ holder # 0
  /\ step = "recheck"
  /\ i = cursor
  /\ (b = 1) => (Most(i) > 0)
  /\ (b = 0) => (Data(i) <= 0)
  /\ step' = IF b = 1 THEN "restore" ELSE "advance"
  /\ Unchanged

RestoreReady(i) ==
  /\ holder # 0
  /\ step = "restore"
  /\ i = cursor
  /\ ready' = ready \cup {i}
  /\ step' = "wake"
  /\ UNCHANGED <<data, waiting, holder, cursor, left>> /\ UNCHANGED producers

WakeOthers(n) ==
  /\ holder # 0
  /\ step = "wake"
  /\ n = Cardinality(waiting)
  /\ waiting' = {}
  /\ step' = "serve"
  /\ UNCHANGED <<data, ready, holder, cursor, left>> /\ UNCHANGED producers

(* From the cursor on, and round: it passes no queue that is ready.        *)
Between(k, i) ==
  IF i > cursor THEN k > cursor /\ k < i ELSE k > cursor \/ k < i

Advance(i) ==
  /\ holder # 0
  /\ step = "advance"
  /\ i \in ready
  /\ \A k \in ready : ~Between(k, i)
  /\ cursor' = i
  /\ left' = Quantum
  /\ step' = "serve"
  /\ UNCHANGED <<data, ready, waiting, holder>> /\ UNCHANGED producers

FindNone(u) ==
  /\ holder = u
  /\ step = "advance"
  /\ ready = {}
  /\ step' = "none"
  /\ Unchanged

Announce(u) ==
  /\ holder = u
  /\ step = "none"
  /\ waiting' = waiting \cup {u}
  /\ step' = "advance"
  /\ UNCHANGED <<data, ready, holder, cursor, left>> /\ UNCHANGED producers

(* With a packet, or without: to sleep, if it has announced that; a call   *)
(* that does not wait returns.                                             *)
RcvUnlock(u) ==
  /\ holder = u
  /\ u > 0
  /\ step \in {"leave", "none"}
  /\ holder' = 0
  /\ step' = "serve"
  /\ UNCHANGED <<data, ready, waiting, cursor, left>> /\ UNCHANGED producers

(* Woken, out of time or interrupted: it is not waiting any more.          *)
Retract(u) ==
  /\ waiting' = waiting \ {u}
  /\ UNCHANGED <<data, ready>> /\ UNCHANGED producers /\ UNCHANGED holders

-------------------------------------------------------------------------------
Next ==
  \/ \E i \in Queue : Drop(i) \/ Offer(i)
  \/ \E i \in Queue, b \in {0, 1} : LookReady(i, b)
  \/ \E i \in Queue : MarkReady(i)
  \/ \E i \in Queue, n \in Count : WakeAll(i, n)
  \/ \E u \in User : RcvLock(u)
  \/ \E i \in Queue : Take(i) \/ ClearReady(i)
  \/ \E i \in Queue, b \in {0, 1} : Recheck(i, b)
  \/ \E i \in Queue : RestoreReady(i) \/ Advance(i)
  \/ \E n \in Count : WakeOthers(n)
  \/ \E u \in User : FindNone(u) \/ Announce(u) \/ RcvUnlock(u) \/ Retract(u)

ReportedSpec == Init /\ [][Next]_vars
===============================================================================
