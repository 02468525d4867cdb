--------------------------------- MODULE Gate ---------------------------------
(***************************************************************************)
(* How a sender reads so_port and puts its request in one step with the    *)
(* change of so_port, without a lock: step 0 of ../migration, where it is  *)
(* one step (Ask).                                                         *)
(*                                                                         *)
(* Each stay of the socket on a CPU has a gate.  A sender enters the gate  *)
(* that is named, puts its request on the port of that stay's CPU, and     *)
(* leaves.  The owner that hands the socket over names the next gate, puts *)
(* the socket on the next CPU's port, opens the next gate, and closes its  *)
(* own; whoever is the last in a closed gate, sender or owner, puts the    *)
(* marker on the port of that stay's CPU.  So the marker is behind all     *)
(* requests that were put there, and in front of the requests on the next  *)
(* port is the socket.                                                     *)
(*                                                                         *)
(* The owner of the next stay may hand the socket on before the old one    *)
(* has opened the gate and closed its own (a move that comes home again).  *)
(*                                                                         *)
(* Ports are those of stays, and not of CPUs, to which a socket may come   *)
(* back: that puts more behind the marker, of other stays.                 *)
(***************************************************************************)
EXTENDS Memory, Integers, Sequences

CONSTANTS
  Senders,       \* how many senders there are: 0..Senders-1
  MaxRequests,   \* how many requests each sends
  MaxMoves       \* how often the socket moves

Sender == 0..Senders-1
Stay == 0..MaxMoves

S(s) == <<"s", s>>
C(k) == <<"c", k>>

GateThreads == {S(s) : s \in Sender} \cup {C(k) : k \in Stay}

Named == <<"named", 0>>              \* the gate that senders go to
State(k) == <<"state", k>>           \* of a gate: how many are in it, and the two below

Open == 10
Closed == 20

Puts(k) == <<"puts", k>>             \* how often the port was exchanged: the order it makes

GateLocations == {Named} \cup {State(k) : k \in Stay} \cup {Puts(k) : k \in Stay}

VARIABLES
  mem,
  sender,        \* each sender's next step
  at,            \* the gate that a sender goes to
  seen,          \* what it has seen of the gate's state
  asked,         \* how many requests it has put
  owner,         \* each stay's owner's next step
  port           \* what was put on the port, by stay; nothing is taken

vars == <<mem, sender, at, seen, asked, owner, port>>

Init ==
  /\ mem = MemoryWith([l \in GateLocations |-> IF l = State(0) THEN Open ELSE 0])
  /\ sender = [s \in Sender |-> "idle"]
  /\ at = [s \in Sender |-> 0]
  /\ seen = [s \in Sender |-> 0]
  /\ asked = [s \in Sender |-> 0]
  /\ owner = [k \in Stay |-> IF k = 0 THEN "stays" ELSE "awaits"]
  /\ port = [k \in Stay |-> <<>>]

Request(s, n) == [kind |-> "request", from |-> s, n |-> n]
Move == [kind |-> "move", from |-> 0, n |-> 0]
Marker == [kind |-> "marker", from |-> 0, n |-> 0]

IsOpen(state) == state >= Open /\ state < Closed
Inside(state) == state % 10

(* One atomic step that reads the newest value and adds to it.             *)
Add(t, l, d) ==
  \E x \in CompareAndSet(mem, t, l, Last(mem, l), Last(mem, l) + d) : x.ok /\ mem' = x.mem

(* A port is exchanged by who puts and by who gets.                        *)
Put(t, k, item) ==
  /\ port' = [port EXCEPT ![k] = Append(@, item)]
  /\ Add(t, Puts(k), 1)

-------------------------------------------------------------------------------
(* A sender                                                                *)

SenderTo(s, step) == sender' = [sender EXCEPT ![s] = step]

ReadGate(s) ==
  /\ sender[s] = "idle"
  /\ asked[s] < MaxRequests
  /\ \E x \in Load(mem, S(s), Named, "acquire") :
       /\ mem' = x.mem
       /\ at' = [at EXCEPT ![s] = x.val]
  /\ SenderTo(s, "look")
  /\ UNCHANGED <<seen, asked, owner, port>>

(* If it is not open yet, or closed already, the sender begins again.      *)
LookAtGate(s) ==
  /\ sender[s] = "look"
  /\ \E x \in Load(mem, S(s), State(at[s]), "acquire") :
       /\ mem' = x.mem
       /\ seen' = [seen EXCEPT ![s] = IF IsOpen(x.val) THEN x.val ELSE 0]
       /\ SenderTo(s, IF IsOpen(x.val) THEN "enter" ELSE "idle")
  /\ UNCHANGED <<at, asked, owner, port>>

Enter(s) ==
  /\ sender[s] = "enter"
  /\ \E x \in CompareAndSet(mem, S(s), State(at[s]), seen[s], seen[s] + 1) :
       /\ mem' = x.mem
       /\ SenderTo(s, IF x.ok THEN "put" ELSE "idle")
  /\ seen' = [seen EXCEPT ![s] = 0]
  /\ UNCHANGED <<at, asked, owner, port>>

PutRequest(s) ==
  /\ sender[s] = "put"
  /\ Put(S(s), at[s], Request(s, asked[s] + 1))
  /\ asked' = [asked EXCEPT ![s] = @ + 1]
  /\ SenderTo(s, "leave")
  /\ UNCHANGED <<at, seen, owner>>

Leave(s) ==
  /\ sender[s] = "leave"
  /\ SenderTo(s, IF Last(mem, State(at[s])) = Open + Closed + 1 THEN "marker" ELSE "idle")
  /\ Add(S(s), State(at[s]), -1)
  /\ UNCHANGED <<at, seen, asked, owner, port>>

LastPutsMarker(s) ==
  /\ sender[s] = "marker"
  /\ Put(S(s), at[s], Marker)
  /\ SenderTo(s, "idle")
  /\ UNCHANGED <<at, seen, asked, owner>>

-------------------------------------------------------------------------------
(* The owner of a stay, once the socket has come                           *)

OwnerTo(k, step) == owner' = [owner EXCEPT ![k] = step]

Arrive(k) ==
  /\ owner[k] = "awaits"
  /\ Move \in {port[k][i] : i \in DOMAIN port[k]}
  /\ Add(C(k), Puts(k), 1)
  /\ OwnerTo(k, "stays")
  /\ UNCHANGED <<sender, at, seen, asked, port>>

NameNext(k) ==
  /\ owner[k] = "stays"
  /\ k < MaxMoves
  /\ mem' \in Store(mem, C(k), Named, k + 1, "release")
  /\ OwnerTo(k, "forward")
  /\ UNCHANGED <<sender, at, seen, asked, port>>

Forward(k) ==
  /\ owner[k] = "forward"
  /\ Put(C(k), k + 1, Move)
  /\ OwnerTo(k, "open")
  /\ UNCHANGED <<sender, at, seen, asked>>

OpenNext(k) ==
  /\ owner[k] = "open"
  /\ Add(C(k), State(k + 1), Open)
  /\ OwnerTo(k, "close")
  /\ UNCHANGED <<sender, at, seen, asked, port>>

CloseOwn(k) ==
  /\ owner[k] = "close"
  /\ OwnerTo(k, IF Inside(Last(mem, State(k))) = 0 THEN "marker" ELSE "gone")
  /\ Add(C(k), State(k), Closed)
  /\ UNCHANGED <<sender, at, seen, asked, port>>

OwnerPutsMarker(k) ==
  /\ owner[k] = "marker"
  /\ Put(C(k), k, Marker)
  /\ OwnerTo(k, "gone")
  /\ UNCHANGED <<sender, at, seen, asked>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<sender, at, seen, asked, owner, port>>

Send(s) ==
  ReadGate(s) \/ LookAtGate(s) \/ Enter(s) \/ PutRequest(s) \/ Leave(s) \/ LastPutsMarker(s)
Depart(k) == Arrive(k) \/ Forward(k) \/ OpenNext(k) \/ CloseOwn(k) \/ OwnerPutsMarker(k)

Next ==
  \/ \E s \in Sender : Send(s)
  \/ \E k \in Stay : NameNext(k) \/ Depart(k)
  \/ FlushStep

(* The socket need not move.                                               *)
Fairness ==
  /\ \A s \in Sender : WF_vars(Send(s))
  /\ \A k \in Stay : WF_vars(Depart(k))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
Kind(k, i) == port[k][i].kind

(* Of what is put on a port by its gate, the marker is the last.           *)
NothingBehindMarker ==
  \A k \in Stay : \A i \in DOMAIN port[k] : Kind(k, i) = "marker" => i = Len(port[k])

(* No request is in front of the socket.                                   *)
BehindTheSocket == \A k \in Stay : k > 0 /\ port[k] # <<>> => Kind(k, 1) = "move"

(* The requests of a sender are with stays in its order.                   *)
InOrder ==
  \A k, m \in Stay : \A i \in DOMAIN port[k], j \in DOMAIN port[m] :
    (Kind(k, i) = "request" /\ Kind(m, j) = "request" /\ port[k][i].from = port[m][j].from
      /\ port[k][i].n < port[m][j].n)
    => (k < m \/ (k = m /\ i < j))

(* A socket that has gone leaves a marker, once all have done their work.  *)
Quiet ==
  /\ \A s \in Sender : sender[s] \notin {"put", "leave", "marker"}
  /\ \A k \in Stay : owner[k] \in {"awaits", "stays", "gone"}
MarkerComes ==
  Quiet => \A k \in Stay : owner[k] = "gone" => \E i \in DOMAIN port[k] : Kind(k, i) = "marker"

AllIsSent == <>(\A s \in Sender : asked[s] = MaxRequests)
===============================================================================
