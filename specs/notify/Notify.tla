-------------------------------- MODULE Notify --------------------------------
(***************************************************************************)
(* Coalesced notify: "look at my send buffer".  Writers append packets and *)
(* put one message for any number of appends: only if it is not on its way *)
(* already.  The owner marks the message as arrived before it looks.       *)
(*                                                                         *)
(* Writer and owner each write one word and then read the other's (Dekker):*)
(* the writer the count, then `pending`; the owner `pending`, then the     *)
(* count.  Both exchange `pending`.  Whoever comes second reads what the   *)
(* first left there and so has seen what the first did before: either the  *)
(* writer finds the mark cleared and puts the message, or the owner finds  *)
(* the packet.  No fence is needed besides.                                *)
(*                                                                         *)
(* Each action is at most one access to shared memory, of any of the       *)
(* models of Memory.tla.                                                   *)
(***************************************************************************)
EXTENDS Memory, Naturals, FiniteSets

CONSTANT MaxPackets    \* how many packets are appended

Owner == "o"
Writer == Thread \ {Owner}

LockWord == "lock"          \* the user-side lock of the send buffer
Appended == "appended"      \* the sockbuf's count of packets appended
Pending == "pending"        \* the message is on its way; 0 or 1
Port == "port"              \* messages put on the owner's port so far

NotifyLocations == {LockWord, Appended, Pending, Port}

VARIABLES
  mem,
  writer,      \* each writer's next step
  owner,       \* [step, got, seen, taken, took]: messages got, count as last loaded, packets
               \* taken, and whether one was since the last message
  appended     \* what the holder of the lock knows: packets appended

vars == <<mem, writer, owner, appended>>

Init ==
  /\ mem = MemoryInit
  /\ writer = [w \in Writer |-> "idle"]
  /\ owner = [step |-> "idle", got |-> 0, seen |-> 0, taken |-> 0, took |-> FALSE]
  /\ appended = 0

(* One for each append, and one for each packet taken.                     *)
MaxMessages == 2 * MaxPackets

(* An exchange: one atomic step that reads `before` and leaves `after`.    *)
Exchange(t, l, before, after) ==
  \E x \in CompareAndSet(mem, t, l, before, after) : x.ok /\ mem' = x.mem

-------------------------------------------------------------------------------
(* Writers                                                                 *)

Lock(w) ==
  /\ writer[w] = "idle"
  /\ appended < MaxPackets
  /\ Exchange(w, LockWord, 0, 1)
  /\ writer' = [writer EXCEPT ![w] = "append"]
  /\ UNCHANGED <<owner, appended>>

AppendPublish(w) ==
  /\ writer[w] = "append"
  /\ mem' \in Store(mem, w, Appended, appended + 1, "release")
  /\ appended' = appended + 1
  /\ writer' = [writer EXCEPT ![w] = "unlock"]
  /\ UNCHANGED owner

Unlock(w) ==
  /\ writer[w] = "unlock"
  /\ mem' \in Store(mem, w, LockWord, 0, "release")
  /\ writer' = [writer EXCEPT ![w] = "post"]
  /\ UNCHANGED <<owner, appended>>

(* Whoever reads 0 puts the message.                                       *)
Post(w, b) ==
  /\ writer[w] = "post"
  /\ Exchange(w, Pending, b, 1)
  /\ writer' = [writer EXCEPT ![w] = IF b = 0 THEN "put" ELSE "idle"]
  /\ UNCHANGED <<owner, appended>>

Put(w) ==
  /\ writer[w] = "put"
  /\ \E n \in 0..MaxMessages : Exchange(w, Port, n, n + 1)
  /\ writer' = [writer EXCEPT ![w] = "idle"]
  /\ UNCHANGED <<owner, appended>>

-------------------------------------------------------------------------------
(* Owner                                                                   *)

Get ==
  /\ owner.step = "idle"
  /\ \E x \in Load(mem, Owner, Port, "acquire") :
       /\ x.val > owner.got
       /\ mem' = x.mem
  /\ owner' = [owner EXCEPT !.step = "clear", !.got = @ + 1]
  /\ UNCHANGED <<writer, appended>>

(* The message has arrived.                                                *)
Clear ==
  /\ owner.step = "clear"
  /\ \E b \in {0, 1} : Exchange(Owner, Pending, b, 0)
  /\ owner' = [owner EXCEPT !.step = "scan", !.took = FALSE]
  /\ UNCHANGED <<writer, appended>>

(* The owner sees n packets, and looks until it sees none.  It may also    *)
(* look unasked, when it sends for another reason.                         *)
Snapshot(n) ==
  /\ owner.step \in {"idle", "scan"}
  /\ owner.seen = owner.taken
  /\ \E x \in Load(mem, Owner, Appended, "acquire") :
       /\ n = x.val - owner.taken
       /\ mem' = x.mem
       /\ owner' = [owner EXCEPT !.seen = x.val, !.step = IF n > 0 THEN "scan" ELSE "idle"]
  /\ UNCHANGED <<writer, appended>>

DequeueCount ==
  /\ owner.step = "scan"
  /\ owner.taken < owner.seen
  /\ owner' = [owner EXCEPT !.taken = @ + 1, !.took = TRUE]
  /\ UNCHANGED <<mem, writer, appended>>

(* Writers can go on for ever.  So the owner leaves what it has not seen   *)
(* to a message of its own, behind what else waits at its port, as soon as *)
(* it has taken as many as it cares to, which is one at least.             *)
PostAgain(b) ==
  /\ owner.step = "scan"
  /\ owner.took
  /\ Exchange(Owner, Pending, b, 1)
  /\ owner' = [owner EXCEPT !.step = IF b = 0 THEN "put" ELSE "idle"]
  /\ UNCHANGED <<writer, appended>>

PutAgain ==
  /\ owner.step = "put"
  /\ \E n \in 0..MaxMessages : Exchange(Owner, Port, n, n + 1)
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<writer, appended>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<writer, owner, appended>>

(* A writer that has begun goes on.                                        *)
Write(w) ==
  \/ AppendPublish(w)
  \/ Unlock(w)
  \/ \E b \in {0, 1} : Post(w, b)
  \/ Put(w)

Look == \E n \in 0..MaxPackets : Snapshot(n)

Next ==
  \/ \E w \in Writer : Lock(w) \/ Write(w)
  \/ Get
  \/ Clear
  \/ Look
  \/ DequeueCount
  \/ \E b \in {0, 1} : PostAgain(b)
  \/ PutAgain
  \/ FlushStep

(* The owner looks only because a message came: unasked looks may never    *)
(* happen.                                                                 *)
Fairness ==
  /\ \A w \in Writer : WF_vars(Write(w))
  /\ WF_vars(Get)
  /\ WF_vars(Clear)
  /\ WF_vars(owner.step = "scan" /\ Look)
  /\ WF_vars(DequeueCount)
  /\ WF_vars(PutAgain)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
Putting ==
  {w \in Writer : writer[w] = "put"} \cup (IF owner.step = "put" THEN {Owner} ELSE {})

(* There is one message: it is put when nobody else is about to put it and *)
(* it is not on the port.                                                  *)
PutOnce == Cardinality(Putting) + (Last(mem, Port) - owner.got) <= 1

(* When nobody will do any more, nothing is left in the buffer.            *)
Quiet ==
  /\ \A w \in Writer : writer[w] = "idle"
  /\ owner.step = "idle"
  /\ Last(mem, Port) = owner.got
NoAppendForgotten == Quiet => owner.taken = appended

(* Every packet is taken.                                                  *)
EveryAppendSeen == (owner.taken < appended) ~> (owner.taken = appended)
===============================================================================
