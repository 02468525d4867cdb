-------------------------------- MODULE Roles ---------------------------------
(***************************************************************************)
(* Who may touch a sockbuf.  so_snd: users produce, the protocol thread    *)
(* that owns the socket consumes; so_rcv: the owner produces, users        *)
(* consume.  A user-side lock per buffer makes the many users one, and the *)
(* owner never locks.  The lock hands over what its last holder wrote: the *)
(* side's private index, plain memory, is seen by the next holder.         *)
(*                                                                         *)
(* Out-of-band send appends to so_snd on the owner, legal only because the *)
(* writer holds its lock and waits for the reply.  Disconnect and          *)
(* shutdown(read) flush: the owner flushes so_snd, as its consumer; so_rcv *)
(* is marked by the owner, and flushed by a user under its lock.           *)
(***************************************************************************)
EXTENDS Memory

CONSTANTS
  Buffer,       \* the buffers that are used: Snd, Rcv or both
  User,         \* threads of users; a thread besides is the owner
  Index,        \* what a private index may be; bounds a run
  LockStore,    \* mode of the store that unlocks
  TellStore,    \* mode of the store that hands over a message, and of the load
  TellLoad

Owner == "owner"
Snd == "snd"
Rcv == "rcv"

Lock(b) == <<"lock", b>>
Private(b) == <<"private", b>>    \* the tail of so_snd, the head of so_rcv
Mark == <<"mark", Rcv>>           \* SS_CANTRCVMORE
Oob == <<"oob", Snd>>             \* the message of an out-of-band send, and its reply: 0 when replied

RoleLocations ==
  {Lock(b) : b \in Buffer} \cup {Private(b) : b \in Buffer} \cup {Mark, Oob}

VARIABLES
  mem,
  user,         \* user -> [step, buf, i]: the buffer it works on, the private index as loaded
  owner,        \* [step, i, marked]: marked when so_rcv was
  moved,        \* history: buffer -> how often its user side's index has moved
  flushed,      \* history: so_rcv was flushed after the mark
  stale         \* history: a holder did not see the index of the last one

vars == <<mem, user, owner, moved, flushed, stale>>

Idle == [step |-> "idle", buf |-> Snd, i |-> 0]

Init ==
  /\ mem = MemoryInit
  /\ user = [u \in User |-> Idle]
  /\ owner = [step |-> "idle", i |-> 0, marked |-> FALSE]
  /\ moved = [b \in Buffer |-> 0]
  /\ flushed = FALSE
  /\ stale = FALSE

-------------------------------------------------------------------------------
(* Users                                                                   *)

(* A user comes with something to do.                                      *)
SbLock(u, b) ==
  /\ user[u].step = "idle"
  /\ moved[b] + 1 \in Index
  /\ \E x \in CompareAndSet(mem, u, Lock(b), 0, 1) :
       /\ x.ok
       /\ mem' = x.mem
       /\ user' = [user EXCEPT ![u] = [step |-> "locked", buf |-> b, i |-> 0]]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

LoadIndex(u) ==
  /\ user[u].step = "locked"
  /\ \E x \in Load(mem, u, Private(user[u].buf), "relaxed") :
       /\ mem' = x.mem
       /\ user' = [user EXCEPT ![u].step = "inside", ![u].i = x.val]
       /\ stale' = (stale \/ x.val # moved[user[u].buf])
  /\ UNCHANGED <<owner, moved, flushed>>

(* An append to so_snd, or a dequeue from so_rcv, at the index.            *)
Work(u) ==
  /\ user[u].step = "inside"
  /\ user[u].i + 1 \in Index
  /\ mem' \in Store(mem, u, Private(user[u].buf), user[u].i + 1, "relaxed")
  /\ moved' = [moved EXCEPT ![user[u].buf] = @ + 1]
  /\ user' = [user EXCEPT ![u].step = "done"]
  /\ UNCHANGED <<owner, flushed, stale>>

(* A reader that sees the mark flushes, as the consumer that it is.        *)
SeeMark(u) ==
  /\ user[u].step = "inside" /\ user[u].buf = Rcv
  /\ ~flushed
  /\ \E x \in Load(mem, u, Mark, TellLoad) :
       /\ x.val = 1
       /\ mem' = x.mem
  /\ user' = [user EXCEPT ![u].step = "flush"]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

Sorflush(u) ==
  /\ user[u].step = "flush"
  /\ flushed' = TRUE
  /\ user' = [user EXCEPT ![u].step = "done"]
  /\ UNCHANGED <<mem, owner, moved, stale>>

(* Out of band: the writer keeps its lock and waits; the owner appends.    *)
SendOob(u) ==
  /\ user[u].step = "inside" /\ user[u].buf = Snd
  /\ user[u].i + 1 \in Index
  /\ mem' \in Store(mem, u, Oob, 1, TellStore)
  /\ user' = [user EXCEPT ![u].step = "oob"]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

OobReplied(u) ==
  /\ user[u].step = "oob"
  /\ \E x \in Load(mem, u, Oob, TellLoad) :
       /\ x.val = 0
       /\ mem' = x.mem
  /\ user' = [user EXCEPT ![u].step = "done"]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

SbUnlock(u) ==
  /\ user[u].step = "done"
  /\ mem' \in Store(mem, u, Lock(user[u].buf), 0, LockStore)
  /\ user' = [user EXCEPT ![u] = Idle]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

-------------------------------------------------------------------------------
(* Owner                                                                   *)

(* It produces into so_rcv or consumes so_snd, for a while, alone.         *)
OwnerWorks(b) ==
  /\ owner.step = "idle"
  /\ owner' = [owner EXCEPT !.step = IF b = Rcv THEN "append" ELSE "drop"]
  /\ UNCHANGED <<mem, user, moved, flushed, stale>>

OwnerDone ==
  /\ owner.step \in {"append", "drop"}
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<mem, user, moved, flushed, stale>>

OobArrives ==
  /\ owner.step = "idle"
  /\ \E x \in Load(mem, Owner, Oob, TellLoad) :
       /\ x.val = 1
       /\ mem' = x.mem
  /\ owner' = [owner EXCEPT !.step = "oob"]
  /\ UNCHANGED <<user, moved, flushed, stale>>

OobIndex ==
  /\ owner.step = "oob"
  /\ \E x \in Load(mem, Owner, Private(Snd), "relaxed") :
       /\ mem' = x.mem
       /\ owner' = [owner EXCEPT !.step = "oob append", !.i = x.val]
       /\ stale' = (stale \/ x.val # moved[Snd])
  /\ UNCHANGED <<user, moved, flushed>>

OobAppend ==
  /\ owner.step = "oob append"
  /\ mem' \in Store(mem, Owner, Private(Snd), owner.i + 1, "relaxed")
  /\ moved' = [moved EXCEPT ![Snd] = @ + 1]
  /\ owner' = [owner EXCEPT !.step = "oob reply", !.i = 0]
  /\ UNCHANGED <<user, flushed, stale>>

OobReply ==
  /\ owner.step = "oob reply"
  /\ mem' \in Store(mem, Owner, Oob, 0, TellStore)
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<user, moved, flushed, stale>>

(* Disconnect: so_snd is flushed here, so_rcv is only marked.              *)
Disconnect ==
  /\ Rcv \in Buffer
  /\ owner.step = "idle"
  /\ ~owner.marked
  /\ mem' \in Store(mem, Owner, Mark, 1, TellStore)
  /\ owner' = [owner EXCEPT !.step = "drop", !.marked = TRUE]
  /\ UNCHANGED <<user, moved, flushed, stale>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<user, owner, moved, flushed, stale>>

UserStep(u) ==
  \/ \E b \in Buffer : SbLock(u, b)
  \/ LoadIndex(u) \/ Work(u) \/ SeeMark(u) \/ Sorflush(u)
  \/ SendOob(u) \/ OobReplied(u) \/ SbUnlock(u)

OwnerStep ==
  \/ \E b \in Buffer : OwnerWorks(b)
  \/ OwnerDone \/ OobArrives \/ OobIndex \/ OobAppend \/ OobReply \/ Disconnect

Next == (\E u \in User : UserStep(u)) \/ OwnerStep \/ FlushStep

(* With what enables a step and what it does spelled out.  A user inside   *)
(* goes on, the owner goes on and takes the message that arrived, stores   *)
(* become visible, and a reply is seen in the end.                         *)
Buffered(t) == MemoryModel = "tso" /\ mem.buffer[t] # <<>>
OobThere == owner.step = "idle" /\ Last(mem, Oob) = 1

Fairness ==
  /\ \A u \in User :
       /\ []<>(user[u].step \in {"idle", "oob"})
       /\ []<>~(user[u].step = "oob" /\ Last(mem, Oob) = 0)
  /\ []<>(owner.step = "idle")
  /\ (<>[]~OobThere \/ []<>(owner.step = "oob"))
  /\ \A t \in Thread :
       []<>~Buffered(t) \/ []<><<Buffered(t) /\ Len(mem'.buffer[t]) < Len(mem.buffer[t])>>_vars

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Roles.  A writer that waits for the reply of its out-of-band message    *)
(* has lent its role.                                                      *)
Inside(u, b) == user[u].buf = b /\ user[u].step \in {"locked", "inside", "flush", "done"}

Producers(b) ==
  IF b = Snd
  THEN {u \in User : Inside(u, Snd)} \cup
       (IF owner.step \in {"oob", "oob append", "oob reply"} THEN {Owner} ELSE {})
  ELSE IF owner.step = "append" THEN {Owner} ELSE {}

Consumers(b) ==
  IF b = Snd
  THEN IF owner.step = "drop" THEN {Owner} ELSE {}
  ELSE {u \in User : Inside(u, Rcv)} \cup (IF owner.step = "flush" THEN {Owner} ELSE {})

AtMostOne(S) == \A s, t \in S : s = t

OneProducer == \A b \in Buffer : AtMostOne(Producers(b))
OneConsumer == \A b \in Buffer : AtMostOne(Consumers(b))

(* What the last one in the role wrote is seen by the next.                *)
HandedOver == ~stale

(* Nobody who holds a lock keeps it: every call ends.                      *)
CallsEnd == \A u \in User : (user[u].step # "idle") ~> (user[u].step = "idle")
===============================================================================
