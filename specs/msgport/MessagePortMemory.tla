--------------------------- MODULE MessagePortMemory ---------------------------
(***************************************************************************)
(* How the owner of a message port waits, with the code's accesses to      *)
(* memory: MessagePort.tla on the memory models of Memory.tla.  A sender   *)
(* writes the queue and then reads `waiting`; the owner writes `waiting`   *)
(* and then reads the queue (Dekker).  All four accesses are volatile.     *)
(*                                                                         *)
(* A volatile load is a fence and then a load, so it comes after every     *)
(* volatile store that its thread made before; a volatile exchange is a    *)
(* compare-and-set.  The queue is its count of messages put, which is      *)
(* moved by compare-and-set, and what the owner remembers to have got.     *)
(*                                                                         *)
(* Each action is at most one access to shared memory.                     *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  MaxMessages,   \* how many messages are put
  MaxWaits       \* how often the owner announces that it waits: a slow sender may not see any of it

Owner == "o"
Sender == Thread \ {Owner}

Queue == "queue"        \* how many messages were put; free-running
Waiting == "waiting"    \* the owner has announced that it waits; 0 or 1

PortLocations == {Queue, Waiting}

VARIABLES
  mem,
  sender,      \* each sender's next step
  owner,       \* [step, got, waits]
  permit,      \* the owner's park permit; the operating system's, no memory model applies
  sent         \* history: how many messages were put

vars == <<mem, sender, owner, permit, sent>>

Init ==
  /\ mem = MemoryInit
  /\ sender = [s \in Sender |-> "idle"]
  /\ owner = [step |-> "running", got |-> 0, waits |-> 0]
  /\ permit = FALSE
  /\ sent = 0

-------------------------------------------------------------------------------
(* Senders                                                                 *)

Put(s) ==
  /\ sender[s] = "idle"
  /\ sent < MaxMessages
  /\ \E x \in CompareAndSet(mem, s, Queue, sent, sent + 1) : x.ok /\ mem' = x.mem
  /\ sent' = sent + 1
  /\ sender' = [sender EXCEPT ![s] = "fence"]
  /\ UNCHANGED <<owner, permit>>

FenceBeforeWake(s) ==
  /\ sender[s] = "fence"
  /\ mem' \in Fence(mem, s)
  /\ sender' = [sender EXCEPT ![s] = "look"]
  /\ UNCHANGED <<owner, permit, sent>>

LoadWaiting(s, w) ==
  /\ sender[s] = "look"
  /\ \E x \in Load(mem, s, Waiting, "acquire") :
       /\ w = x.val
       /\ mem' = x.mem
  /\ sender' = [sender EXCEPT ![s] = IF w = 1 THEN "take" ELSE "idle"]
  /\ UNCHANGED <<owner, permit, sent>>

(* Of several senders one takes the announcement back and wakes the owner. *)
TakeWaiting(s, w) ==
  /\ sender[s] = "take"
  /\ \E x \in CompareAndSet(mem, s, Waiting, w, 0) : x.ok /\ mem' = x.mem
  /\ permit' = (permit \/ w = 1)
  /\ sender' = [sender EXCEPT ![s] = "idle"]
  /\ UNCHANGED <<owner, sent>>

-------------------------------------------------------------------------------
(* Owner                                                                   *)

Get ==
  /\ owner.step = "running"
  /\ \E x \in Load(mem, Owner, Queue, "acquire") :
       /\ x.val > owner.got
       /\ mem' = x.mem
  /\ owner' = [owner EXCEPT !.got = @ + 1]
  /\ UNCHANGED <<sender, permit, sent>>

AnnounceWait ==
  /\ owner.step = "running"
  /\ owner.waits < MaxWaits
  /\ mem' \in Store(mem, Owner, Waiting, 1, "release")
  /\ owner' = [owner EXCEPT !.step = "fence", !.waits = @ + 1]
  /\ UNCHANGED <<sender, permit, sent>>

FenceBeforeRecheck ==
  /\ owner.step = "fence"
  /\ mem' \in Fence(mem, Owner)
  /\ owner' = [owner EXCEPT !.step = "announced"]
  /\ UNCHANGED <<sender, permit, sent>>

Recheck(e) ==
  /\ owner.step = "announced"
  /\ \E x \in Load(mem, Owner, Queue, "acquire") :
       /\ e = (IF x.val = owner.got THEN 1 ELSE 0)
       /\ mem' = x.mem
  /\ owner' = [owner EXCEPT !.step = IF e = 1 THEN "park" ELSE "cancel"]
  /\ UNCHANGED <<sender, permit, sent>>

(* What the sender did before it gave the permit, the owner has seen.      *)
CancelWait ==
  /\ \/ owner.step = "cancel"
     \/ owner.step = "park" /\ permit
  /\ mem' \in Store(mem, Owner, Waiting, 0, "release")
  /\ permit' = (permit /\ owner.step = "cancel")
  /\ owner' = [owner EXCEPT !.step = "running"]
  /\ UNCHANGED <<sender, sent>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<sender, owner, permit, sent>>

Wake(s) ==
  \/ FenceBeforeWake(s)
  \/ \E w \in {0, 1} : LoadWaiting(s, w) \/ TakeWaiting(s, w)

Wait ==
  \/ FenceBeforeRecheck
  \/ \E e \in {0, 1} : Recheck(e)
  \/ CancelWait

Next ==
  \/ \E s \in Sender : Put(s) \/ Wake(s)
  \/ Get
  \/ AnnounceWait
  \/ Wait
  \/ FlushStep

(* Every turn of a running owner tries to get (SF).  Nothing but the permit *)
(* ends a park.                                                            *)
Fairness ==
  /\ SF_vars(Get)
  /\ WF_vars(Wait)
  /\ WF_vars(FlushStep)
  /\ \A s \in Sender : WF_vars(Wake(s))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* An owner that parks beside a message will be woken.                     *)
WillBeWoken ==
  (owner.step = "park" /\ owner.got < sent)
    => (permit \/ \E s \in Sender : sender[s] # "idle")

EveryMessageGot == (owner.got < sent) ~> (owner.got = sent)
===============================================================================
