--------------------------------- MODULE Ports ---------------------------------
(***************************************************************************)
(* Local ports, and who may have them.  The ports are split over the CPUs: *)
(* port p belongs to CPU p mod n, whose protocol thread has the table of   *)
(* who holds its ports, and nobody else touches that.  So there is neither *)
(* a lock nor an allocator that all share.                                 *)
(*                                                                         *)
(* A bind to a port goes to the port's owner, which looks for a conflict   *)
(* and enters the socket in one step.  A bind to no port asks one CPU for  *)
(* any of its ports; if it has none, the next one, once round.             *)
(*                                                                         *)
(* Close waits for nothing.  The socket may be on another CPU by then: one *)
(* that has moved to the CPU of its peer.  So the port comes back to its   *)
(* owner by a message, which the next bind may overtake.  Close marks the  *)
(* socket before it sends anything; an owner that finds a port held by     *)
(* marked sockets only lets the bind wait for that message.                *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Cpus,        \* how many CPUs there are: 0..Cpus-1
  Port,        \* local ports; positive numbers
  Socket,
  Reuses,      \* sockets with SO_REUSEPORT
  MaxMoves     \* how often sockets move

Cpu == 0..Cpus-1
Owner(p) == p % Cpus
Next(c) == (c + 1) % Cpus
NoPort == 0

VARIABLES
  port,        \* cpu -> its message port, oldest first
  holders,     \* port -> sockets that hold it, in the table of its owner
  parked,      \* port -> binds that wait until it comes back, oldest first
  at,          \* socket -> the CPU that has its control block
  local,       \* socket -> its local port, or NoPort
  state,       \* socket -> "new", "binding", "bound", "refused", "closing" or "freed"
  moves

vars == <<port, holders, parked, at, local, state, moves>>

Init ==
  /\ port = [c \in Cpu |-> <<>>]
  /\ holders = [p \in Port |-> {}]
  /\ parked = [p \in Port |-> <<>>]
  /\ at \in [Socket -> {0}]
  /\ local = [s \in Socket |-> NoPort]
  /\ state = [s \in Socket |-> "new"]
  /\ moves = 0

Bind(s, p, n) == [kind |-> "bind", id |-> s, want |-> p, tries |-> n]
CloseOf(s) == [kind |-> "close", id |-> s]
Release(s, p) == [kind |-> "release", id |-> s, of |-> p]

Got(c) == [port EXCEPT ![c] = Tail(@)]
PutOn(ports, d, m) == [ports EXCEPT ![d] = Append(@, m)]
At(c, kind) == port[c] # <<>> /\ Head(port[c]).kind = kind
StateIs(s, name) == state' = [state EXCEPT ![s] = name]

-------------------------------------------------------------------------------
(* Users.  They wait for a bind.                                           *)

AskBind(s, p) ==
  /\ state[s] = "new"
  /\ StateIs(s, "binding")
  /\ port' = PutOn(port, IF p = NoPort THEN at[s] ELSE Owner(p), Bind(s, p, 1))
  /\ UNCHANGED <<holders, parked, at, local, moves>>

(* The mark, and then the message.                                         *)
AskClose(s) ==
  /\ state[s] = "bound"
  /\ StateIs(s, "closing")
  /\ port' = PutOn(port, at[s], CloseOf(s))
  /\ UNCHANGED <<holders, parked, at, local, moves>>

(* The socket gets a peer, and moves to its CPU (../../udp/migration).     *)
Move(s, c) ==
  /\ state[s] \in {"bound", "closing"}
  /\ moves < MaxMoves
  /\ c # at[s]
  /\ at' = [at EXCEPT ![s] = c]
  /\ moves' = moves + 1
  /\ UNCHANGED <<port, holders, parked, local, state>>

-------------------------------------------------------------------------------
(* The protocol thread of CPU c                                            *)

Conflicts(s, p) == {t \in holders[p] : ~(s \in Reuses /\ t \in Reuses)}
Closing(t) == state[t] = "closing" \/ state[t] = "freed"

EnterPort(c, s, p) ==
  /\ holders' = [holders EXCEPT ![p] = @ \cup {s}]
  /\ local' = [local EXCEPT ![s] = p]
  /\ at' = [at EXCEPT ![s] = c]
  /\ StateIs(s, "bound")
  /\ port' = Got(c)
  /\ UNCHANGED <<parked, moves>>

Refuse(c, s) ==
  /\ StateIs(s, "refused")
  /\ port' = Got(c)
  /\ UNCHANGED <<holders, parked, at, local, moves>>

Park(c, m) ==
  /\ parked' = [parked EXCEPT ![m.want] = Append(@, m)]
  /\ port' = Got(c)
  /\ UNCHANGED <<holders, at, local, state, moves>>

HandleBind(c) ==
  /\ At(c, "bind")
  /\ LET m == Head(port[c])
         against == Conflicts(m.id, m.want)
     IN /\ m.want # NoPort
        /\ IF against = {} THEN EnterPort(c, m.id, m.want)
           ELSE IF \A t \in against : Closing(t) THEN Park(c, m)
           ELSE Refuse(c, m.id)

FreePorts(c) == {p \in Port : Owner(p) = c /\ holders[p] = {}}

HandleBindAny(c) ==
  /\ At(c, "bind")
  /\ LET m == Head(port[c])
     IN /\ m.want = NoPort
        /\ \/ \E p \in FreePorts(c) : EnterPort(c, m.id, p)
           \/ /\ FreePorts(c) = {}
              /\ m.tries < Cpus
              /\ port' = PutOn(Got(c), Next(c), [m EXCEPT !.tries = @ + 1])
              /\ UNCHANGED <<holders, parked, at, local, state, moves>>
           \/ /\ FreePorts(c) = {}
              /\ m.tries = Cpus
              /\ Refuse(c, m.id)

(* It follows the socket, and sends the port back.                         *)
HandleClose(c) ==
  /\ At(c, "close")
  /\ LET s == Head(port[c]).id
     IN IF at[s] # c
        THEN /\ port' = PutOn(Got(c), at[s], Head(port[c]))
             /\ UNCHANGED state
        ELSE /\ StateIs(s, "freed")
             /\ port' = PutOn(Got(c), Owner(local[s]), Release(s, local[s]))
  /\ UNCHANGED <<holders, parked, at, local, moves>>

(* Binds that waited are looked at again.                                  *)
HandleRelease(c) ==
  /\ At(c, "release")
  /\ LET m == Head(port[c])
     IN /\ holders' = [holders EXCEPT ![m.of] = @ \ {m.id}]
        /\ port' = [port EXCEPT ![c] = parked[m.of] \o Tail(@)]
        /\ parked' = [parked EXCEPT ![m.of] = <<>>]
  /\ UNCHANGED <<at, local, state, moves>>

-------------------------------------------------------------------------------
Handle(c) == HandleBind(c) \/ HandleBindAny(c) \/ HandleClose(c) \/ HandleRelease(c)

Outside ==
  \E s \in Socket :
    (\E p \in Port \cup {NoPort} : AskBind(s, p)) \/ AskClose(s) \/ (\E c \in Cpu : Move(s, c))

PortsNext == Outside \/ \E c \in Cpu : Handle(c)

(* Protocol threads go on.  Nobody has to ask.                             *)
Spec == Init /\ [][PortsNext]_vars /\ \A c \in Cpu : WF_vars(Handle(c))

-------------------------------------------------------------------------------
Live(s) == state[s] \in {"bound", "closing"}

(* No two live sockets have one port, but those that want to share it.     *)
OneForAPort ==
  \A s, t \in Socket :
    (s # t /\ Live(s) /\ Live(t) /\ local[s] = local[t]) => {s, t} \subseteq Reuses

HeldIsKnown == \A s \in Socket : Live(s) => s \in holders[local[s]]

(* Who is refused a port is refused for somebody who has not been closed:  *)
(* bind right behind close does not fail.                                  *)
Wanted(s) ==
  {p \in Port : \E c \in Cpu : port[c] # <<>> /\ Head(port[c]) = Bind(s, p, 1)}
RefusedForAReason == [][
  \A s \in Socket : (state[s] # "refused" /\ state'[s] = "refused") =>
    \A p \in Wanted(s) : \E t \in holders[p] : state[t] = "bound"
  ]_vars

Quiet == \A c \in Cpu : port[c] = <<>>
NothingLeftOver ==
  Quiet => \A p \in Port : parked[p] = <<>> /\ \A s \in holders[p] : state[s] = "bound"

EveryRequestEnds ==
  \A s \in Socket :
    /\ (state[s] = "binding") ~> (state[s] # "binding")
    /\ (state[s] = "closing") ~> (state[s] = "freed")
===============================================================================
