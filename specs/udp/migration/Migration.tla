------------------------------- MODULE Migration -------------------------------
(***************************************************************************)
(* UDP sockets that move to the CPU where the packets of their peer land.  *)
(* An unconnected socket lives on the home CPU of its local port; a packet *)
(* that misses the exact table where it landed takes one hop to there.     *)
(* Connect moves the control block to the CPU of the new tuple's hash,     *)
(* disconnect moves it home.  Meanwhile packets come and users send        *)
(* requests; no packet may be lost by the move, and no request overtaken.  *)
(*                                                                         *)
(* All sockets here have one local port.  A CPU handles one item of its    *)
(* port in one step: a protocol thread has its tables to itself, so what   *)
(* other threads can see is the ports, so_port, and nothing else.          *)
(*                                                                         *)
(*   Entomb      the owner takes the control block out of its tables,      *)
(*               leaves a tombstone with the new key and the new CPU,      *)
(*               passes the request on, lets so_port name the new CPU, and *)
(*               puts a marker on its own port                             *)
(*   Relink      the new CPU links it: connect happens here.  It tells the *)
(*               old CPU that the tombstone may go                         *)
(*   Flush       requests that the old CPU finds before the marker are     *)
(*               passed on, tagged; the new CPU parks untagged ones until  *)
(*               the marker comes to it                                    *)
(*                                                                         *)
(* If the tuple is taken at the new CPU, connect fails and the control     *)
(* block goes home in the same way.                                        *)
(*                                                                         *)
(* A close follows the socket as other requests do.  The control block is  *)
(* freed when it is closed and nothing refers to it any more: each         *)
(* tombstone does, and each marker.                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Cpu,
  Socket,
  Peer,
  None,
  Home,          \* the CPU of the local port
  HashOf,        \* peer -> the CPU on which its packets land
  Born,          \* socket -> the peer to which it is connected at first, or None
  Mover,         \* the socket whose user connects and disconnects it
  MaxMoves,      \* how often that user connects or disconnects it
  MaxPackets,    \* how many packets each peer sends
  MaxRequests,   \* how many requests another user of that socket sends, and waits for none
  MaxCloses      \* 1 if that other user may close it

VARIABLES
  port,          \* cpu -> its message port, oldest first; packets come there too
  pcb,           \* socket -> [state, key, epoch, owner, refs]
  exact,         \* cpu -> peer -> the socket that is connected to it, or None
  wild,          \* the socket without a peer, at home, or None
  tombs,         \* cpu -> set of [id, key, epoch, to]
  soPort,        \* socket -> the CPU to which its users send
  parked,        \* cpu -> the mover's requests that wait there for a marker
  waiting,       \* cpu -> how many of the mover's markers have not come there yet
  moves,         \* history: connects and disconnects begun
  sent,          \* history: peer -> packets sent
  asked,         \* history: requests sent
  answered,      \* history: the last request carried out
  delivered,     \* history: [from, n, to, key]
  refused        \* history: packets answered by port-unreachable

vars == <<port, pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
          delivered, refused>>

OwnerAt(s) == IF Born[s] = None THEN Home ELSE HashOf[Born[s]]

Init ==
  /\ port = [c \in Cpu |-> <<>>]
  /\ pcb = [s \in Socket |->
       [state |-> "live", key |-> Born[s], epoch |-> 0, owner |-> OwnerAt(s), refs |-> 0]]
  /\ exact = [c \in Cpu |-> [r \in Peer |->
       IF \E s \in Socket : Born[s] = r /\ HashOf[r] = c
       THEN CHOOSE s \in Socket : Born[s] = r ELSE None]]
  /\ wild = IF \E s \in Socket : Born[s] = None THEN CHOOSE s \in Socket : Born[s] = None ELSE None
  /\ tombs = [c \in Cpu |-> {}]
  /\ soPort = [s \in Socket |-> OwnerAt(s)]
  /\ parked = [c \in Cpu |-> <<>>]
  /\ waiting = [c \in Cpu |-> 0]
  /\ moves = 0
  /\ sent = [r \in Peer |-> 0]
  /\ asked = 0
  /\ answered = 0
  /\ delivered = {}
  /\ refused = {}

Packet(r, n) == [kind |-> "packet", from |-> r, n |-> n, tag |-> None]
Request(n) == [kind |-> "request", n |-> n, tagged |-> FALSE]
CloseRequest == [kind |-> "close", tagged |-> FALSE]
Connect(r) == [kind |-> "connect", key |-> r]
Move(s, e, from, n) == [kind |-> "move", id |-> s, epoch |-> e, from |-> from, markers |-> n]
Marker(s, e) == [kind |-> "marker", id |-> s, epoch |-> e]
Retire(s, e) == [kind |-> "retire", id |-> s, epoch |-> e]

-------------------------------------------------------------------------------
(* What comes from outside                                                 *)

Land(r) ==
  /\ sent[r] < MaxPackets
  /\ sent' = [sent EXCEPT ![r] = @ + 1]
  /\ port' = [port EXCEPT ![HashOf[r]] = Append(@, Packet(r, sent[r] + 1))]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, asked, answered,
                 delivered, refused>>

Closed(s) == pcb[s].state \in {"closed", "freed"}

(* so_port is read and the request put in one step: a sender holds a lock  *)
(* that the switch of so_port takes too.                                   *)
Ask ==
  /\ asked < MaxRequests
  /\ ~Closed(Mover)
  /\ asked' = asked + 1
  /\ port' = [port EXCEPT ![soPort[Mover]] = Append(@, Request(asked + 1))]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, answered,
                 delivered, refused>>

Queued == UNION {{port[c][i] : i \in DOMAIN port[c]} : c \in Cpu} \cup
          UNION {{parked[c][i] : i \in DOMAIN parked[c]} : c \in Cpu}

AskClose ==
  /\ MaxCloses > 0
  /\ ~Closed(Mover)
  /\ \A item \in Queued : item.kind # "close"
  /\ port' = [port EXCEPT ![soPort[Mover]] = Append(@, CloseRequest)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 delivered, refused>>

(* The user of the mover waits for each of its moves: until the control    *)
(* block has been linked.                                                  *)
AskMove(r) ==
  /\ moves < MaxMoves
  /\ pcb[Mover].state = "live"
  /\ \A item \in Queued : item.kind \notin {"connect", "close"}
  /\ r # pcb[Mover].key
  /\ r = None \/ pcb[Mover].key = None
  /\ moves' = moves + 1
  /\ port' = [port EXCEPT ![soPort[Mover]] = Append(@, Connect(r))]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, sent, asked, answered,
                 delivered, refused>>

-------------------------------------------------------------------------------
(* A packet, on the CPU c                                                  *)

Entombed(c, r) == {t \in tombs[c] : t.key = r}
TombOf(c, s, e) == {t \in tombs[c] : t.id = s /\ t.epoch > e}

Matches(s, r) == pcb[s].state = "live" /\ pcb[s].key \in {None, r}

Deliver(c, s, p) ==
  /\ delivered' = delivered \cup {[from |-> p.from, n |-> p.n, to |-> s, key |-> pcb[s].key]}
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 refused>>

PassOn(c, d, item) ==
  /\ port' = [x \in Cpu |->
       LET rest == IF x = c THEN Tail(port[x]) ELSE port[x]
       IN IF x = d THEN Append(rest, item) ELSE rest]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 delivered, refused>>

(* No socket has the port.  While one moves, nobody is told so.            *)
Refuse(c, p) ==
  /\ refused' = IF tombs[c] = {} THEN refused \cup {p} ELSE refused
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 delivered>>

Tagged(p, t) == [p EXCEPT !.tag = [id |-> t.id, epoch |-> t.epoch]]

Untagged(c, p) ==
  IF exact[c][p.from] # None THEN Deliver(c, exact[c][p.from], p)
  ELSE IF Entombed(c, p.from) # {}
       THEN LET t == CHOOSE t \in Entombed(c, p.from) :
                       \A other \in Entombed(c, p.from) : other.epoch <= t.epoch
            IN PassOn(c, t.to, Tagged(p, t))
  ELSE IF c # Home THEN PassOn(c, Home, p)
  ELSE IF wild # None THEN Deliver(c, wild, p)
  ELSE Refuse(c, p)

(* It was sent after the control block, so that is here, or has moved on.  *)
AfterItsSocket(c, p) ==
  LET id == p.tag.id
  IN IF pcb[id].owner = c /\ pcb[id].epoch = p.tag.epoch /\ Matches(id, p.from)
     THEN Deliver(c, id, p)
     ELSE IF TombOf(c, id, p.tag.epoch) # {}
          THEN LET t == CHOOSE t \in TombOf(c, id, p.tag.epoch) : TRUE
               IN PassOn(c, t.to, Tagged(p, t))
     ELSE Untagged(c, [p EXCEPT !.tag = None])

HandlePacket(c, p) == IF p.tag = None THEN Untagged(c, p) ELSE AfterItsSocket(c, p)

-------------------------------------------------------------------------------
(* Requests                                                                *)

Owns(c) == pcb[Mover].owner = c /\ pcb[Mover].state = "live"

Answer(c, q) ==
  /\ answered' = IF q.n = answered + 1 THEN q.n ELSE MaxRequests + 1   \* out of order
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, delivered,
                 refused>>

Park(c, q) ==
  /\ parked' = [parked EXCEPT ![c] = Append(@, q)]
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, waiting, moves, sent, asked, answered, delivered,
                 refused>>

(* The CPU to which the mover went from here: not so_port, which a later   *)
(* move may have changed.                                                  *)
Gone(c) == CHOOSE t \in tombs[c] : t.id = Mover /\ \A o \in tombs[c] : o.epoch <= t.epoch

(* What is asked of a closed socket fails where it was.                    *)
Here(c) == pcb[Mover].owner = c /\ pcb[Mover].state # "moving"

Unreferred(block) ==
  IF block.state = "closed" /\ block.refs = 0 THEN [block EXCEPT !.state = "freed"] ELSE block

(* Out of the tables, and freed with the last reference.                   *)
Close(c) ==
  /\ pcb' = [pcb EXCEPT ![Mover] =
       Unreferred([@ EXCEPT !.state = "closed", !.key = "closed"])]
  /\ exact' = [exact EXCEPT ![c] = [r \in Peer |-> IF @[r] = Mover THEN None ELSE @[r]]]
  /\ wild' = IF wild = Mover THEN None ELSE wild
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<tombs, soPort, parked, waiting, moves, sent, asked, answered, delivered, refused>>

(* Also a CPU from which the mover has gone on parks what may have         *)
(* overtaken a request that follows it there.                              *)
HandleRequest(c, q) ==
  IF waiting[c] > 0 /\ ~q.tagged THEN Park(c, q)
  ELSE IF ~Here(c) THEN PassOn(c, Gone(c).to, [q EXCEPT !.tagged = TRUE])
  ELSE IF q.kind = "close" THEN Close(c)
  ELSE Answer(c, [q EXCEPT !.tagged = FALSE])

-------------------------------------------------------------------------------
(* The move                                                                *)

Without(c, s) == [exact EXCEPT ![c] = [r \in Peer |-> IF @[r] = s THEN None ELSE @[r]]]

Target(r) == IF r = None THEN Home ELSE HashOf[r]

Taken(c, r) == r # None /\ exact[c][r] # None

(* Where c is the target, too, the tables are changed and nothing moves.   *)
StayAndLink(c, r) ==
  /\ LET fails == Taken(c, r)
         key == IF fails THEN pcb[Mover].key ELSE r
     IN /\ pcb' = [pcb EXCEPT ![Mover].key = key]
        /\ exact' = IF fails \/ r = None THEN (IF fails THEN exact ELSE Without(c, Mover))
                    ELSE [Without(c, Mover) EXCEPT ![c][r] = Mover]
        /\ wild' = IF key = None THEN Mover ELSE IF wild = Mover THEN None ELSE wild
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<tombs, soPort, parked, waiting, moves, sent, asked, answered, delivered, refused>>

(* Out of the tables of c and on the way to d, with the key r.  Nothing    *)
(* that c puts on d later is handled before it.                            *)
(* Behind it come n markers and this CPU's own.                            *)
Depart(c, d, r, n, thenPut) ==
  LET e == pcb[Mover].epoch + 1
      rest == [port EXCEPT ![c] = Append(Tail(@), Marker(Mover, e))]
      moving == [rest EXCEPT ![d] = Append(@, Move(Mover, e, c, n + 1))]
  IN /\ pcb' = [pcb EXCEPT ![Mover] =
          [state |-> "moving", key |-> r, epoch |-> e, owner |-> d, refs |-> @.refs + 2]]
     /\ exact' = Without(c, Mover)
     /\ wild' = IF wild = Mover THEN None ELSE wild
     /\ tombs' = [tombs EXCEPT ![c] = @ \cup {[id |-> Mover, key |-> r, epoch |-> e, to |-> d]}]
     /\ soPort' = [soPort EXCEPT ![Mover] = d]
     /\ port' = [x \in Cpu |-> moving[x] \o thenPut[x]]

Nothing == [c \in Cpu |-> <<>>]

Fail(c) ==
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 delivered, refused>>

HandleConnect(c, q) ==
  IF waiting[c] > 0 THEN Park(c, q)
  ELSE IF Closed(Mover) /\ Here(c) THEN Fail(c)
  ELSE IF ~Owns(c) THEN PassOn(c, Gone(c).to, q)
  ELSE IF Target(q.key) = c THEN StayAndLink(c, q.key)
  ELSE /\ Depart(c, Target(q.key), q.key, 0, Nothing)
       /\ UNCHANGED <<parked, waiting, moves, sent, asked, answered, delivered, refused>>

(* The control block has come.  The tombstone it left may go.              *)
Relink(c, m) ==
  /\ pcb' = [pcb EXCEPT ![m.id].state = "live"]
  /\ exact' = IF pcb[m.id].key = None THEN exact ELSE [exact EXCEPT ![c][pcb[m.id].key] = m.id]
  /\ wild' = IF pcb[m.id].key = None THEN m.id ELSE wild
  /\ port' = [port EXCEPT ![c] = Tail(@), ![m.from] = Append(@, Retire(m.id, m.epoch))]
  /\ waiting' = [waiting EXCEPT ![c] = m.markers]
  /\ UNCHANGED <<tombs, soPort, parked, moves, sent, asked, answered, delivered, refused>>

(* The tuple is taken: home again.  The marker of the first move is not    *)
(* here yet; it follows, as the requests do, and both are waited for.      *)
GoHome(c, m) ==
  /\ waiting' = [waiting EXCEPT ![c] = m.markers]
  /\ Depart(c, Home, None, m.markers, [Nothing EXCEPT ![m.from] = <<Retire(m.id, m.epoch)>>])
  /\ UNCHANGED <<parked, moves, sent, asked, answered, delivered, refused>>

HandleMove(c, m) == IF Taken(c, pcb[m.id].key) THEN GoHome(c, m) ELSE Relink(c, m)

HandleRetire(c, m) ==
  /\ tombs' = [tombs EXCEPT ![c] = {t \in @ : ~(t.id = m.id /\ t.epoch = m.epoch)}]
  /\ pcb' = [pcb EXCEPT ![m.id] = Unreferred([@ EXCEPT !.refs = @ - 1])]
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ UNCHANGED <<exact, wild, soPort, parked, waiting, moves, sent, asked, answered, delivered,
                 refused>>

AsTagged(q) == IF q.kind \in {"request", "close"} THEN [q EXCEPT !.tagged = TRUE] ELSE q

(* All that was put on the CPU before has come.  What was parked here goes *)
(* first, or on to where the mover is, in front of the marker.             *)
HandleMarker(c, m) ==
  LET own == \E t \in tombs[c] : t.id = m.id /\ t.epoch = m.epoch
      free == IF waiting[c] = 1 THEN parked[c] ELSE <<>>
  IN IF own THEN PassOn(c, Gone(c).to, m)
     ELSE /\ waiting' = [waiting EXCEPT ![c] = @ - 1]
          /\ parked' = IF waiting[c] = 1 THEN [parked EXCEPT ![c] = <<>>] ELSE parked
          /\ port' =
               IF pcb[m.id].owner = c
               THEN [port EXCEPT ![c] = free \o Tail(@)]
               ELSE [port EXCEPT
                      ![c] = Tail(@),
                      ![Gone(c).to] = @ \o [i \in DOMAIN free |-> AsTagged(free[i])] \o <<m>>]
          /\ pcb' = IF pcb[m.id].owner = c
                    THEN [pcb EXCEPT ![m.id] = Unreferred([@ EXCEPT !.refs = @ - 1])] ELSE pcb
          /\ UNCHANGED <<exact, wild, tombs, soPort, moves, sent, asked, answered, delivered,
                         refused>>

-------------------------------------------------------------------------------
Handle(c) ==
  /\ port[c] # <<>>
  /\ LET item == Head(port[c])
     IN CASE item.kind = "packet" -> HandlePacket(c, item)
          [] item.kind \in {"request", "close"} -> HandleRequest(c, item)
          [] item.kind = "connect" -> HandleConnect(c, item)
          [] item.kind = "move" -> HandleMove(c, item)
          [] item.kind = "marker" -> HandleMarker(c, item)
          [] item.kind = "retire" -> HandleRetire(c, item)

Outside == (\E r \in Peer : Land(r)) \/ Ask \/ AskClose \/ (\E r \in Peer \cup {None} : AskMove(r))

Next == Outside \/ \E c \in Cpu : Handle(c)

Spec == Init /\ [][Next]_vars /\ \A c \in Cpu : WF_vars(Handle(c))

-------------------------------------------------------------------------------
Entries(s) ==
  Cardinality({<<c, r>> \in Cpu \X Peer : exact[c][r] = s}) + (IF wild = s THEN 1 ELSE 0)

(* In one table while it is live, in none while it moves.                  *)
OneLiveEntry ==
  \A s \in Socket : Entries(s) = (IF pcb[s].state = "live" THEN 1 ELSE 0)

OnlyOnItsOwner ==
  \A c \in Cpu, r \in Peer : exact[c][r] # None =>
     /\ pcb[exact[c][r]].owner = c
     /\ pcb[exact[c][r]].key = r

DeliveredToWhomItIsFor == \A d \in delivered : d.key \in {None, d.from}

Packets(r) == {n \in 1..sent[r] : \E p \in Queued : p.kind = "packet" /\ p.from = r /\ p.n = n}
Received(r) == {n \in 1..sent[r] : \E d \in delivered : d.from = r /\ d.n = n}

(* To be checked of peers whose packets are for some socket all the time.  *)
NoPacketLost(r) == Packets(r) \cup Received(r) = 1..sent[r]

NotRefused(r) == \A p \in refused : p.from # r

RequestsInOrder == answered <= MaxRequests

Quiet == \A c \in Cpu : port[c] = <<>>

NothingLeftOver ==
  Quiet =>
    /\ \A c \in Cpu : tombs[c] = {}
    /\ \A c \in Cpu : parked[c] = <<>> /\ waiting[c] = 0
    /\ answered = asked
    /\ \A s \in Socket :
         pcb[s].refs = 0 /\ pcb[s].state \in {"live", "freed"} /\ soPort[s] = pcb[s].owner

(* Nothing that refers to a control block is left when it is freed.        *)
NoUseAfterFree ==
  \A s \in Socket : pcb[s].state = "freed" =>
    /\ \A c \in Cpu : \A t \in tombs[c] : t.id # s
    /\ \A item \in Queued : item.kind \in {"move", "marker", "retire"} => item.id # s

MovesEnd == \A s \in Socket : pcb[s].state = "moving" ~> pcb[s].state = "live"

EndsInQuiet == <>[]Quiet
===============================================================================
