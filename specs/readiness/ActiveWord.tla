------------------------------ MODULE ActiveWord ------------------------------
(***************************************************************************)
(* One knote of an event queue, its owner and one waiting user, on each of *)
(* the memories of Memory.tla.                                             *)
(*                                                                         *)
(* Two pairs of words are written on one side and read on the other, each  *)
(* side writing one and then reading the other (Dekker): the buffer's      *)
(* count and `active`; the ready list and the list of waiting users.  All  *)
(* but the count are exchanged.  Whoever comes second reads what the first *)
(* left there, and so has seen what the first did before.  No fence is     *)
(* needed besides.                                                         *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANT MaxPackets    \* how many packets are appended

Owner == "o"
User == "u"

Appended == "appended"    \* the buffer's count of packets appended
Active == "active"        \* the knote's word
Ready == "ready"          \* the knote is on the ready list
Waiting == "waiting"      \* the user has announced that it waits

ActiveWordLocations == {Appended, Active, Ready, Waiting}

VARIABLES
  mem,
  owner,       \* the owner's next step
  user,        \* the user's next step
  appended,    \* what the owner knows: packets appended
  taken,       \* what the user knows: packets taken
  seen,        \* the count as the user has loaded it
  announced,   \* the user has announced that it waits
  permit       \* the user was unparked

vars == <<mem, owner, user, appended, taken, seen, announced, permit>>

Init ==
  /\ mem = MemoryInit
  /\ owner = "idle"
  /\ user = "take all"
  /\ appended = 0
  /\ taken = 0
  /\ seen = 0
  /\ announced = FALSE
  /\ permit = FALSE

(* One atomic step that reads `before` and leaves `after`.                 *)
Exchange(t, l, before, after) ==
  \E x \in CompareAndSet(mem, t, l, before, after) : x.ok /\ mem' = x.mem

-------------------------------------------------------------------------------
(* Owner                                                                   *)

AppendPublish ==
  /\ owner = "idle"
  /\ appended < MaxPackets
  /\ mem' \in Store(mem, Owner, Appended, appended + 1, "release")
  /\ appended' = appended + 1
  /\ owner' = "activate"
  /\ UNCHANGED <<user, taken, seen, announced, permit>>

Activate(b) ==
  /\ owner = "activate"
  /\ Exchange(Owner, Active, b, 1)
  /\ owner' = IF b = 0 THEN "put" ELSE "idle"
  /\ UNCHANGED <<user, appended, taken, seen, announced, permit>>

PutReady ==
  /\ owner = "put"
  /\ Exchange(Owner, Ready, 0, 1)
  /\ owner' = "wake"
  /\ UNCHANGED <<user, appended, taken, seen, announced, permit>>

WakeWaiter(w) ==
  /\ owner = "wake"
  /\ Exchange(Owner, Waiting, w, 0)
  /\ permit' = (permit \/ w = 1)
  /\ owner' = "idle"
  /\ UNCHANGED <<user, appended, taken, seen, announced>>

-------------------------------------------------------------------------------
(* The user takes everything that it sees; so what it reports does not     *)
(* hold any more, but it puts the knote back all the same.                 *)

TakeAll(n) ==
  /\ user = "take all"
  /\ Exchange(User, Ready, n, 0)
  /\ user' = IF n = 1 THEN "clear" ELSE IF announced THEN "park" ELSE "announce"
  /\ UNCHANGED <<owner, appended, taken, seen, announced, permit>>

Clear ==
  /\ user = "clear"
  /\ \E b \in 0..1 : Exchange(User, Active, b, 0)
  /\ user' = "evaluate"
  /\ UNCHANGED <<owner, appended, taken, seen, announced, permit>>

Evaluate ==
  /\ user = "evaluate"
  /\ \E x \in Load(mem, User, Appended, "acquire") :
       /\ mem' = x.mem
       /\ seen' = x.val
       /\ user' = IF x.val > taken THEN "reactivate" ELSE "take all"
  /\ UNCHANGED <<owner, appended, taken, announced, permit>>

(* Level-triggered: the knote goes back before the user has taken packets. *)
Reactivate(b) ==
  /\ user = "reactivate"
  /\ Exchange(User, Active, b, 1)
  /\ user' = IF b = 0 THEN "put back" ELSE "consume"
  /\ UNCHANGED <<owner, appended, taken, seen, announced, permit>>

PutBack ==
  /\ user = "put back"
  /\ Exchange(User, Ready, 0, 1)
  /\ user' = "consume"
  /\ UNCHANGED <<owner, appended, taken, seen, announced, permit>>

Consume ==
  /\ user = "consume"
  /\ taken' = seen
  /\ user' = IF announced THEN "retract" ELSE "take all"
  /\ UNCHANGED <<mem, owner, appended, seen, announced, permit>>

Announce ==
  /\ user = "announce"
  /\ \E b \in 0..1 : Exchange(User, Waiting, b, 1)
  /\ announced' = TRUE
  /\ user' = "take all"
  /\ UNCHANGED <<owner, appended, taken, seen, permit>>

(* Nothing but the permit ends the park.                                   *)
Park ==
  /\ user = "park"
  /\ permit
  /\ user' = "retract"
  /\ UNCHANGED <<mem, owner, appended, taken, seen, announced, permit>>

Retract ==
  /\ user = "retract"
  /\ \E b \in 0..1 : Exchange(User, Waiting, b, 0)
  /\ permit' = FALSE
  /\ announced' = FALSE
  /\ user' = "take all"
  /\ UNCHANGED <<owner, appended, taken, seen>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<owner, user, appended, taken, seen, announced, permit>>

OwnerStep == (\E b \in 0..1 : Activate(b) \/ WakeWaiter(b)) \/ PutReady

UserStep ==
  \/ \E b \in 0..1 : TakeAll(b) \/ Reactivate(b)
  \/ Clear \/ Evaluate \/ PutBack \/ Consume \/ Announce \/ Park \/ Retract

Next == AppendPublish \/ OwnerStep \/ UserStep \/ FlushStep

Fairness == WF_vars(OwnerStep) /\ WF_vars(UserStep) /\ WF_vars(FlushStep)

ActiveWordSpec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* The knote is put only when it is not on the list.                       *)
OnListOnce == (owner = "put" \/ user = "put back") => Last(mem, Ready) = 0 \/ Flush(mem) # {}

(* When nobody will do any more, the user has taken every packet.          *)
NoEventForgotten ==
  (owner = "idle" /\ user = "park" /\ ~permit /\ Flush(mem) = {}) => taken = appended

EveryPacketTaken == (taken < appended) ~> (taken = appended)
===============================================================================
