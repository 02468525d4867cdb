------------------------------ MODULE TracePasses -----------------------------
(***************************************************************************)
(* What probes report of one control block that many CPUs find: messages   *)
(* that go round, and lookups.  A pass says what each CPU's entry is from  *)
(* now on, by its key k: 0 nothing; 1 an entry for any peer; 2 + b an      *)
(* entry for one peer on CPU b, whose packets land there, and nothing on   *)
(* the others.  After a pass with key 0 the block is freed.                *)
(*                                                                         *)
(* Replicas.tla (listeners) and Replicated.tla (datagram sockets)          *)
(* implement it.                                                           *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Cpu,             \* numbers of CPUs, from 0
  Key              \* keys, from 0

VARIABLES
  cpus,            \* how many CPUs there are; 0 before the first pass
  owner,           \* where passes begin and end
  key,             \* of the last pass that has ended
  passes,          \* passes under way, oldest first: [key, come], come to so many CPUs
  using,           \* CPUs inside a handler that has found the block
  freed

vars == <<cpus, owner, key, passes, using, freed>>

Init ==
  /\ cpus = 0 /\ owner = 0
  /\ key = 0
  /\ passes = <<>>
  /\ using = {}
  /\ freed = FALSE

(* How far c is from the owner on the way round.                           *)
Position(c) == (c + cpus - owner) % cpus

LastKey == IF passes = <<>> THEN key ELSE passes[Len(passes)].key

Closing == passes # <<>> /\ LastKey = 0

(* The owner of n CPUs changes its own table, and sends the message on.    *)
(* A probe has two parameters: that the owner is c is seen by who is next. *)
BeginPass(n, k) ==
  /\ ~freed /\ ~Closing
  /\ \E c \in 0..n-1 :
       /\ cpus = 0 \/ (cpus = n /\ owner = c)
       /\ owner' = c
  /\ cpus' = n
  /\ passes' = Append(passes, [key |-> k, come |-> 1])
  /\ UNCHANGED <<key, using, freed>>

(* Each CPU in turn.  No pass overtakes another.                           *)
Pass(c) ==
  /\ cpus > 0 /\ c < cpus /\ c # owner
  /\ \E i \in 1..Len(passes) :
       /\ passes[i].come = Position(c)
       /\ \A j \in 1..i-1 : passes[j].come > Position(c)
       /\ passes' = [passes EXCEPT ![i].come = @ + 1]
  /\ UNCHANGED <<cpus, owner, key, using, freed>>

(* It is back.                                                             *)
EndPass(c) ==
  /\ cpus > 0
  /\ c = owner
  /\ passes # <<>>
  /\ passes[1].come = cpus
  /\ (passes[1].key = 0) => (using = {})
  /\ key' = passes[1].key
  /\ freed' = (passes[1].key = 0)
  /\ passes' = Tail(passes)
  /\ UNCHANGED <<cpus, owner, using>>

Visited(c) == {i \in 1..Len(passes) : passes[i].come > Position(c)}
KeyAt(c) ==
  IF Visited(c) = {} THEN key
  ELSE passes[CHOOSE i \in Visited(c) : \A j \in Visited(c) : j <= i].key
HasEntry(c) == KeyAt(c) = 1 \/ KeyAt(c) = 2 + c

(* The handler of a packet finds the block, and is done with it.           *)
Lookup(c) ==
  /\ cpus > 0 /\ c < cpus
  /\ HasEntry(c)
  /\ c \notin using
  /\ using' = using \cup {c}
  /\ UNCHANGED <<cpus, owner, key, passes, freed>>

EndUse(c) ==
  /\ c \in using
  /\ using' = using \ {c}
  /\ UNCHANGED <<cpus, owner, key, passes, freed>>

Next ==
  \/ \E n \in Cpu, k \in Key : BeginPass(n, k)
  \/ \E c \in Cpu : Pass(c) \/ EndPass(c) \/ Lookup(c) \/ EndUse(c)

ReportedSpec == Init /\ [][Next]_vars

(* When a run has come to its end.                                         *)
Settled == passes = <<>> /\ using = {}
===============================================================================
