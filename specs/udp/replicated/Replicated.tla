------------------------------- MODULE Replicated ------------------------------
(***************************************************************************)
(* Datagram sockets without a peer that every CPU finds.  A packet is      *)
(* delivered where it lands.  The protocol is that of                      *)
(* ../../pcb/listen/Replicas.tla, for more than two kinds of entry: a pass *)
(* goes once round, owner to owner, and says what each CPU's entry of the  *)
(* socket is from now on: nothing, one for any peer, or one for the peer   *)
(* to which the socket was connected, on the CPU where that peer's packets *)
(* land, and nothing on the others.  So connect changes the entry on that  *)
(* CPU in one step, and its packets find the socket before and after.      *)
(*                                                                         *)
(* All sockets here have one local port, and so one owner, who knows them  *)
(* all: conflicts are decided there, when a pass begins.                   *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Cpus,          \* how many CPUs there are: 0..Cpus-1
  Socket,
  Peer,
  Any,           \* the key of a socket without a peer
  None,          \* the key of a socket that no packet finds
  HashOf,        \* peer -> the CPU on which its packets land
  MaxChanges,    \* how many requests users make of each socket, close included
  MaxPackets     \* how many packets each peer sends

Cpu == 0..Cpus-1
Owner == 0
Next(c) == (c + 1) % Cpus
Keys == Peer \cup {Any, None}

VARIABLES
  port,          \* cpu -> its message port, oldest first
  entry,         \* cpu -> socket -> the key of its entry there
  key,           \* socket -> its key as the owner knows it
  settled,       \* history: socket -> the key of the last pass that has ended
  using,         \* cpu -> [id, from, n] in the handler of a packet, or None
  asked,         \* socket -> the key asked for last
  waits,         \* sockets whose user waits for a reply
  changes,       \* socket -> requests made
  passes,        \* socket -> passes under way
  freed,         \* sockets whose control block is freed
  sent,          \* history: peer -> packets sent
  delivered,     \* history: socket -> sequence of [from, n]
  wrong          \* history: packets that missed a socket, or found another's

vars == <<port, entry, key, settled, using, asked, waits, changes, passes, freed, sent, delivered, wrong>>

Init ==
  /\ port = [c \in Cpu |-> <<>>]
  /\ entry = [c \in Cpu |-> [s \in Socket |-> None]]
  /\ key = [s \in Socket |-> None]
  /\ settled = [s \in Socket |-> None]
  /\ using = [c \in Cpu |-> None]
  /\ asked = [s \in Socket |-> None]
  /\ waits = {}
  /\ changes = [s \in Socket |-> 0]
  /\ passes = [s \in Socket |-> 0]
  /\ freed = {}
  /\ sent = [r \in Peer |-> 0]
  /\ delivered = [s \in Socket |-> <<>>]
  /\ wrong = {}

Ask(s, k) == [kind |-> "ask", id |-> s, key |-> k]
Passing(s, k) == [kind |-> "pass", id |-> s, key |-> k]
PacketOf(r, n) == [kind |-> "packet", from |-> r, n |-> n]

Got(c) == port' = [port EXCEPT ![c] = Tail(@)]
GotAndPut(c, d, m) ==
  port' = [x \in Cpu |->
    LET rest == IF x = c THEN Tail(port[x]) ELSE port[x]
    IN  IF x = d THEN Append(rest, m) ELSE rest]

At(c, kind) == using[c] = None /\ port[c] # <<>> /\ Head(port[c]).kind = kind

-------------------------------------------------------------------------------
(* Users, and the network                                                  *)

(* Bind, connect, disconnect; or close, which waits for nothing.           *)
Request(s, k) ==
  /\ changes[s] < MaxChanges
  /\ changes[s] > 0 => asked[s] # None
  /\ k = None => changes[s] > 0
  /\ k = None \/ s \notin waits
  /\ k \in Peer => asked[s] = Any
  /\ k = Any => asked[s] # Any
  /\ asked' = [asked EXCEPT ![s] = k]
  /\ waits' = waits \cup {s}
  /\ changes' = [changes EXCEPT ![s] = @ + 1]
  /\ port' = [port EXCEPT ![Owner] = Append(@, Ask(s, k))]
  /\ UNCHANGED <<entry, key, settled, using, passes, freed, sent, delivered, wrong>>

Land(r) ==
  /\ sent[r] < MaxPackets
  /\ sent' = [sent EXCEPT ![r] = @ + 1]
  /\ port' = [port EXCEPT ![HashOf[r]] = Append(@, PacketOf(r, sent[r] + 1))]
  /\ UNCHANGED <<entry, key, settled, using, asked, waits, changes, passes, freed, delivered, wrong>>

-------------------------------------------------------------------------------
(* Passes                                                                  *)

EntryAt(c, k) == IF k \in Peer /\ HashOf[k] # c THEN None ELSE k

Taken(s, k) == k # None /\ \E other \in Socket \ {s} : key[other] = k

Begin(c) ==
  /\ At(c, "ask")
  /\ c = Owner
  /\ LET s == Head(port[c]).id
         k == Head(port[c]).key
     IN /\ key' = [key EXCEPT ![s] = k]
        /\ entry' = [entry EXCEPT ![c][s] = EntryAt(c, k)]
        /\ passes' = [passes EXCEPT ![s] = @ + 1]
        /\ GotAndPut(c, Next(c), Passing(s, k))

BeginPass(c) ==
  /\ Begin(c)
  /\ ~Taken(Head(port[c]).id, Head(port[c]).key)
  /\ UNCHANGED <<settled, using, asked, waits, changes, freed, sent, delivered, wrong>>

(* The tuple is taken: the socket keeps its key.                           *)
Fail(c) ==
  /\ At(c, "ask")
  /\ c = Owner
  /\ Taken(Head(port[c]).id, Head(port[c]).key)
  /\ LET s == Head(port[c]).id
     IN /\ asked' = IF asked[s] = None THEN asked ELSE [asked EXCEPT ![s] = key[s]]
        /\ waits' = IF asked[s] = None THEN waits ELSE waits \ {s}
  /\ Got(c)
  /\ UNCHANGED <<entry, key, settled, using, changes, passes, freed, sent, delivered, wrong>>

Pass(c) ==
  /\ At(c, "pass")
  /\ c # Owner
  /\ LET m == Head(port[c])
     IN /\ entry' = [entry EXCEPT ![c][m.id] = EntryAt(c, m.key)]
        /\ GotAndPut(c, Next(c), m)
  /\ UNCHANGED <<key, settled, using, asked, waits, changes, passes, freed, sent, delivered, wrong>>

EndPass(c) ==
  /\ At(c, "pass")
  /\ c = Owner
  /\ LET s == Head(port[c]).id
         k == Head(port[c]).key
     IN /\ passes' = [passes EXCEPT ![s] = @ - 1]
        /\ settled' = [settled EXCEPT ![s] = k]
        /\ waits' = IF asked[s] = k THEN waits \ {s} ELSE waits
        /\ freed' = IF k = None THEN freed \cup {s} ELSE freed
  /\ Got(c)
  /\ UNCHANGED <<entry, key, using, asked, changes, sent, delivered, wrong>>

-------------------------------------------------------------------------------
(* A packet                                                                *)

Exact(c, r) == {s \in Socket : entry[c][s] = r}
Wild(c) == {s \in Socket : entry[c][s] = Any}
Found(c, r) == IF Exact(c, r) # {} THEN Exact(c, r) ELSE Wild(c)

(* It takes the packets of r by every key that it has on some CPU now, or  *)
(* by one of them.                                                         *)
KeysNow(s) ==
  {settled[s], key[s]} \cup
  UNION {{port[c][i].key : i \in {i \in DOMAIN port[c] :
                                    port[c][i].kind = "pass" /\ port[c][i].id = s}} : c \in Cpu}
Surely(s, r) == KeysNow(s) \subseteq {Any, r}
Perhaps(s, r) == KeysNow(s) \cap {Any, r} # {}

Lookup(c, s) ==
  /\ At(c, "packet")
  /\ LET p == Head(port[c])
     IN /\ s \in Found(c, p.from)
        /\ using' = [using EXCEPT ![c] = [id |-> s, from |-> p.from, n |-> p.n]]
        /\ wrong' = IF Perhaps(s, p.from) THEN wrong ELSE wrong \cup {p}
  /\ Got(c)
  /\ UNCHANGED <<entry, key, settled, asked, waits, changes, passes, freed, sent, delivered>>

Miss(c) ==
  /\ At(c, "packet")
  /\ Found(c, Head(port[c]).from) = {}
  /\ LET p == Head(port[c])
     IN wrong' = IF \E s \in Socket : Surely(s, p.from) THEN wrong \cup {p} ELSE wrong
  /\ Got(c)
  /\ UNCHANGED <<entry, key, settled, using, asked, waits, changes, passes, freed, sent, delivered>>

(* The packet is in the receive buffer, which has many producers.          *)
EndUse(c) ==
  /\ using[c] # None
  /\ delivered' = [delivered EXCEPT ![using[c].id] =
       Append(@, [from |-> using[c].from, n |-> using[c].n])]
  /\ using' = [using EXCEPT ![c] = None]
  /\ UNCHANGED <<port, entry, key, settled, asked, waits, changes, passes, freed, sent, wrong>>

-------------------------------------------------------------------------------
Ring(c) == BeginPass(c) \/ Fail(c) \/ Pass(c) \/ EndPass(c)
Packet(c) == (\E s \in Socket : Lookup(c, s)) \/ Miss(c) \/ EndUse(c)
Outside == (\E s \in Socket, k \in Keys : Request(s, k)) \/ \E r \in Peer : Land(r)

ReplicatedNext == Outside \/ \E c \in Cpu : Ring(c) \/ Packet(c)

(* Protocol threads go on.  Nobody has to ask, or to send.                 *)
Fairness == \A c \in Cpu : WF_vars(Ring(c) \/ Packet(c))

Spec == Init /\ [][ReplicatedNext]_vars /\ Fairness

-------------------------------------------------------------------------------
NoEntryOutlives == \A c \in Cpu, s \in freed : entry[c][s] = None

NoUseAfterFree == \A c \in Cpu : using[c] # None => using[c].id \notin freed

(* No two live sockets share a tuple: as the owner knows it, and in the    *)
(* table of any CPU.                                                       *)
OneForATuple ==
  \A s, other \in Socket : s # other =>
    /\ key[s] = None \/ key[s] # key[other]
    /\ \A c \in Cpu : entry[c][s] = None \/ entry[c][s] # entry[c][other]

(* When the last request has returned, each CPU has the entry that the     *)
(* socket shall have there.                                                *)
ReturnedIsEverywhere ==
  \A s \in Socket : passes[s] = 0 => \A c \in Cpu : entry[c][s] = EntryAt(c, key[s])

(* Every packet finds a socket whose it is, and misses none.               *)
NonePassedBy == wrong = {}

(* What comes from one peer comes in order, whatever the socket does.      *)
FromOne(s, r) == SelectSeq(delivered[s], LAMBDA d : d.from = r)
InOrder ==
  \A s \in Socket, r \in Peer :
    LET d == FromOne(s, r) IN \A i, j \in DOMAIN d : i < j => d[i].n < d[j].n

EveryRequestEnds == \A s \in Socket : (s \in waits) ~> (s \notin waits)
ClosedIsFreed == \A s \in Socket : (changes[s] > 0 /\ asked[s] = None) ~> (s \in freed \/ key[s] = None)
===============================================================================
