-------------------------------- MODULE Replicas -------------------------------
(***************************************************************************)
(* A control block that every CPU finds: of a listener, or of a datagram   *)
(* socket without a peer.  Each CPU has a table of its own, which only its *)
(* protocol thread touches; an entry names the block.                      *)
(*                                                                         *)
(* Insertion and removal are one message each, which begins at the block's *)
(* owner, is put on the port of the next CPU by each, and ends at the      *)
(* owner.  Both go the same way, so no removal overtakes an insertion, and *)
(* no insertion overtakes the removal of who had the name before.  When    *)
(* the insertion is back all CPUs find the block: bind or listen returns.  *)
(* When the removal is back no CPU finds it, and none is inside a handler  *)
(* that found it, as a CPU handles one message after the other: the owner  *)
(* frees it.  What such handlers put on the owner's port lies in front of  *)
(* the removal.                                                            *)
(*                                                                         *)
(* All blocks here want the same name, and so have the same owner.  A CPU  *)
(* handles one message in one step, but for a packet: it looks a block up, *)
(* uses it for a while, and may then tell the owner.                       *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Cpus,        \* how many CPUs there are: 0..Cpus-1
  Block,       \* control blocks
  None,        \* no block
  MaxPackets   \* how many packets come

Cpu == 0..Cpus-1
Owner == 0
Next(c) == (c + 1) % Cpus

VARIABLES
  port,        \* cpu -> its message port, oldest first
  table,       \* cpu -> the blocks that it finds
  using,       \* cpu -> the block that the handler of a packet has found, or None
  asked,       \* block -> "no", "insert" or "remove": what its users have asked for
  returned,    \* blocks whose bind or listen has returned
  refused,     \* blocks whose bind or listen has failed: the name is taken
  closed,      \* blocks whose removal has begun
  freed,       \* blocks that are freed
  packets      \* packets that have come

vars == <<port, table, using, asked, returned, refused, closed, freed, packets>>

Init ==
  /\ port = [c \in Cpu |-> <<>>]
  /\ table = [c \in Cpu |-> {}]
  /\ using = [c \in Cpu |-> None]
  /\ asked = [s \in Block |-> "no"]
  /\ returned = {} /\ refused = {} /\ closed = {} /\ freed = {}
  /\ packets = 0

Message(kind, s) == [kind |-> kind, id |-> s]

(* The message at the head of c's port is gone, and another is put.        *)
Got(c) == port' = [port EXCEPT ![c] = Tail(@)]
GotAndPut(c, d, m) ==
  port' = [x \in Cpu |->
    LET rest == IF x = c THEN Tail(port[x]) ELSE port[x]
    IN  IF x = d THEN Append(rest, m) ELSE rest]

At(c, kind) == using[c] = None /\ port[c] # <<>> /\ Head(port[c]).kind = kind
Which(c) == Head(port[c]).id

-------------------------------------------------------------------------------
(* Users, and the network                                                  *)

AskInsert(s) ==
  /\ asked[s] = "no"
  /\ asked' = [asked EXCEPT ![s] = "insert"]
  /\ port' = [port EXCEPT ![Owner] = Append(@, Message("ask insert", s))]
  /\ UNCHANGED <<table, using, returned, refused, closed, freed, packets>>

(* Close does not wait for bind or listen to return.                       *)
AskRemove(s) ==
  /\ asked[s] = "insert"
  /\ asked' = [asked EXCEPT ![s] = "remove"]
  /\ port' = [port EXCEPT ![Owner] = Append(@, Message("ask remove", s))]
  /\ UNCHANGED <<table, using, returned, refused, closed, freed, packets>>

Land(c) ==
  /\ packets < MaxPackets
  /\ packets' = packets + 1
  /\ port' = [port EXCEPT ![c] = Append(@, Message("packet", None))]
  /\ UNCHANGED <<table, using, asked, returned, refused, closed, freed>>

-------------------------------------------------------------------------------
(* The owner begins                                                        *)

(* The name is taken by whoever is in the owner's own table.               *)
BeginInsert(c) ==
  /\ At(c, "ask insert")
  /\ LET s == Which(c)
     IN IF table[c] # {}
        THEN /\ refused' = refused \cup {s}
             /\ Got(c)
             /\ UNCHANGED table
        ELSE /\ table' = [table EXCEPT ![c] = @ \cup {s}]
             /\ GotAndPut(c, Next(c), Message("insert", s))
             /\ UNCHANGED refused
  /\ UNCHANGED <<using, asked, returned, closed, freed, packets>>

BeginRemove(c) ==
  /\ At(c, "ask remove")
  /\ LET s == Which(c)
     IN IF s \in refused
        THEN /\ freed' = freed \cup {s}
             /\ Got(c)
             /\ UNCHANGED <<table, closed>>
        ELSE /\ table' = [table EXCEPT ![c] = @ \ {s}]
             /\ closed' = closed \cup {s}
             /\ GotAndPut(c, Next(c), Message("remove", s))
             /\ UNCHANGED freed
  /\ UNCHANGED <<using, asked, returned, refused, packets>>

(* Each CPU in turn                                                        *)

Insert(c) ==
  /\ At(c, "insert")
  /\ c # Owner
  /\ table' = [table EXCEPT ![c] = @ \cup {Which(c)}]
  /\ GotAndPut(c, Next(c), Head(port[c]))
  /\ UNCHANGED <<using, asked, returned, refused, closed, freed, packets>>

Remove(c) ==
  /\ At(c, "remove")
  /\ c # Owner
  /\ table' = [table EXCEPT ![c] = @ \ {Which(c)}]
  /\ GotAndPut(c, Next(c), Head(port[c]))
  /\ UNCHANGED <<using, asked, returned, refused, closed, freed, packets>>

(* The message is back at the owner                                        *)

EndInsert(c) ==
  /\ At(c, "insert")
  /\ c = Owner
  /\ returned' = returned \cup {Which(c)}
  /\ Got(c)
  /\ UNCHANGED <<table, using, asked, refused, closed, freed, packets>>

EndRemove(c) ==
  /\ At(c, "remove")
  /\ c = Owner
  /\ freed' = freed \cup {Which(c)}
  /\ Got(c)
  /\ UNCHANGED <<table, using, asked, returned, refused, closed, packets>>

-------------------------------------------------------------------------------
(* A packet                                                                *)

Lookup(c, s) ==
  /\ At(c, "packet")
  /\ s \in table[c]
  /\ using' = [using EXCEPT ![c] = s]
  /\ Got(c)
  /\ UNCHANGED <<table, asked, returned, refused, closed, freed, packets>>

Miss(c) ==
  /\ At(c, "packet")
  /\ table[c] = {}
  /\ Got(c)
  /\ UNCHANGED <<table, using, asked, returned, refused, closed, freed, packets>>

(* The handler is done with the block, and tells the owner.                *)
EndUse(c) ==
  /\ using[c] # None
  /\ using' = [using EXCEPT ![c] = None]
  /\ port' = IF c = Owner THEN port
             ELSE [port EXCEPT ![Owner] = Append(@, Message("tell", using[c]))]
  /\ UNCHANGED <<table, asked, returned, refused, closed, freed, packets>>

(* The owner gets what a handler put, and touches the block.               *)
Tell(c) ==
  /\ At(c, "tell")
  /\ Got(c)
  /\ UNCHANGED <<table, using, asked, returned, refused, closed, freed, packets>>

-------------------------------------------------------------------------------
Ring(c) == BeginInsert(c) \/ BeginRemove(c) \/ Insert(c) \/ Remove(c) \/ EndInsert(c) \/ EndRemove(c)
Packet(c) == (\E s \in Block : Lookup(c, s)) \/ Miss(c) \/ EndUse(c) \/ Tell(c)
Outside == (\E s \in Block : AskInsert(s) \/ AskRemove(s)) \/ \E c \in Cpu : Land(c)

ReplicasNext == Outside \/ \E c \in Cpu : Ring(c) \/ Packet(c)

(* Protocol threads go on.  Nobody has to ask.                             *)
Fairness == \A c \in Cpu : WF_vars(Ring(c) \/ Packet(c))

Spec == Init /\ [][ReplicasNext]_vars /\ Fairness

-------------------------------------------------------------------------------
(* No table has an entry of a block that is freed.                         *)
NoEntryOutlives == \A c \in Cpu : table[c] \cap freed = {}

(* And nobody touches one: neither a handler that found it, nor the owner  *)
(* for one.                                                                *)
Told == {Head(port[c]).id : c \in {c \in Cpu : At(c, "tell")}}
NoUseAfterFree == ({using[c] : c \in Cpu} \cup Told) \cap freed = {}

(* When bind or listen has returned, every CPU finds the block.            *)
ReturnedIsEverywhere ==
  \A s \in returned \ closed : \A c \in Cpu : s \in table[c]

(* On no CPU do two share the name.                                        *)
OneForAName == \A c \in Cpu : Cardinality(table[c]) <= 1

(* Bind or listen fails only when somebody has the name who has not been   *)
(* closed: who binds right behind a close is not refused.                  *)
RefusedForAReason == [][
  \A s \in refused' \ refused : \E other \in Block : other \in table[Owner] /\ other \notin closed
  ]_vars

EveryRequestEnds ==
  \A s \in Block :
    /\ (asked[s] = "insert") ~> (s \in returned \cup refused \/ asked[s] = "remove")
    /\ (asked[s] = "remove") ~> (s \in freed)
===============================================================================
