------------------------------- MODULE PortChange -----------------------------
(***************************************************************************)
(* Requests to a socket whose port changes.  Users read so_port, put their *)
(* request on that CPU's port some time later, and wait for the reply.     *)
(* Some requests move the socket (bind, connect), even twice; one closes   *)
(* it.  A close need not wait for anything.                                *)
(***************************************************************************)
EXTENDS SoPort, Sequences, FiniteSets

CONSTANTS
  User,
  MaxMoves     \* how often requests may move the socket

VARIABLES
  linked,      \* CPUs on whose lists the control block is
  closed,      \* the control block is freed
  moves,       \* moves asked for
  queue,       \* on each CPU's port: users whose request is there
  cpu,         \* each protocol thread: None or [user, step, to]
  pc,          \* each user: "idle", "send" or "waits"
  sentTo,      \* the CPU that the user read
  request,     \* each user's request: [kind, route, step]
  replies,     \* how often each user's request was replied to
  misplaced    \* a request was carried out where the control block is not

vars == <<soPort, linked, closed, moves, queue, cpu, pc, sentTo, request, replies, misplaced>>
word == <<soPort, linked>>
users == <<pc, sentTo, moves>>

None == <<>>
Plain(kind) == [kind |-> kind, route |-> <<>>, step |-> "plain"]

Init ==
  /\ SoPortInit
  /\ linked = {FirstCpu}
  /\ closed = FALSE
  /\ moves = 0
  /\ queue = [c \in Cpu |-> <<>>]
  /\ cpu = [c \in Cpu |-> None]
  /\ pc = [u \in User |-> "idle"]
  /\ sentTo = [u \in User |-> FirstCpu]
  /\ request = [u \in User |-> Plain("query")]
  /\ replies = [u \in User |-> 0]
  /\ misplaced = FALSE

Put(c, u) == queue' = [queue EXCEPT ![c] = Append(@, u)]
GoTo(u, step) == pc' = [pc EXCEPT ![u] = step]

-------------------------------------------------------------------------------
(* Users                                                                   *)

Read(u) ==
  /\ pc[u] = "idle"
  /\ \E c \in Cpu : ReadPort(c) /\ sentTo' = [sentTo EXCEPT ![u] = c]
  /\ GoTo(u, "send")
  /\ UNCHANGED <<linked, closed, moves, queue, cpu, request, replies, misplaced>>

Send(u, r) ==
  /\ pc[u] = "send"
  /\ GoTo(u, "waits")
  /\ request' = [request EXCEPT ![u] = r]
  /\ replies' = [replies EXCEPT ![u] = 0]
  /\ Put(sentTo[u], u)
  /\ UNCHANGED <<closed, cpu, sentTo, misplaced>> /\ UNCHANGED word

Ask(u) == \E kind \in {"query", "close"} : Send(u, Plain(kind)) /\ UNCHANGED moves

Routes == {<<d>> : d \in Cpu} \cup {r \in Cpu \X Cpu : r[1] # r[2]}

AskToMove(u, route) ==
  /\ moves + Len(route) <= MaxMoves
  /\ moves' = moves + Len(route)
  /\ Send(u, [Plain("move") EXCEPT !.route = route])

Return(u) ==
  /\ pc[u] = "waits"
  /\ replies[u] > 0
  /\ GoTo(u, "idle")
  /\ UNCHANGED <<closed, moves, queue, cpu, sentTo, request, replies, misplaced>> /\ UNCHANGED word

-------------------------------------------------------------------------------
(* The protocol thread of CPU c                                            *)

Busy(c, step) == cpu[c] # None /\ cpu[c].step = step
Do(c, u, step, d) == cpu' = [cpu EXCEPT ![c] = [user |-> u, step |-> step, to |-> d]]
Rest(c) == cpu' = [cpu EXCEPT ![c] = None]
Got(c, u) ==
  /\ cpu[c] = None
  /\ queue[c] # <<>>
  /\ u = Head(queue[c])
  /\ queue' = [queue EXCEPT ![c] = Tail(@)]

(* It gets a request that is not for it, and puts it where so_port says.   *)
GetToChase(c, u) ==
  /\ Got(c, u)
  /\ request[u].step # "moving"
  /\ \E d \in Cpu : Chase(c, d) /\ Do(c, u, "forward", d)
  /\ UNCHANGED <<linked, closed, request, replies, misplaced>> /\ UNCHANGED users

Forward(c, u) ==
  /\ Busy(c, "forward")
  /\ u = cpu[c].user
  /\ Put(cpu[c].to, u)
  /\ Rest(c)
  /\ UNCHANGED <<closed, request, replies, misplaced>> /\ UNCHANGED word /\ UNCHANGED users

Reply(u) == replies' = [replies EXCEPT ![u] = @ + 1]

(* Whether the control block is here, or known to be gone.                 *)
Here(c) == linked = {c} \/ (closed /\ linked = {})

(* Where the request still has to move the socket.                         *)
Onward(c, u) ==
  LET route == request[u].route
  IN  IF route # <<>> /\ Head(route) = c THEN Tail(route) ELSE route

Stays(c, u) == closed \/ Onward(c, u) = <<>>

CarryOut(c, u) ==
  /\ misplaced' = (misplaced \/ ~Here(c))
  /\ Reply(u)
  /\ request' = [request EXCEPT ![u].step = "plain"]

(* A request that leaves the socket where it is.                           *)
GetToHandle(c, u) ==
  /\ Got(c, u)
  /\ request[u].step # "moving"
  /\ Handle(c)
  /\ Stays(c, u)
  /\ CarryOut(c, u)
  /\ closed' = (closed \/ request[u].kind = "close")
  /\ linked' = IF request[u].kind = "close" THEN {} ELSE linked
  /\ UNCHANGED cpu /\ UNCHANGED users

(* A request that moves the socket: unlink and store, then put.            *)
Hop(c, u) ==
  LET route == Onward(c, u)
  IN  /\ route # <<>>
      /\ Leave(c, Head(route))
      /\ linked' = {}
      /\ request' = [request EXCEPT ![u].step = "moving", ![u].route = route]
      /\ Do(c, u, "forward", Head(route))
      /\ misplaced' = (misplaced \/ linked # {c})
      /\ UNCHANGED <<closed, replies>> /\ UNCHANGED users

GetToLeave(c, u) ==
  /\ Got(c, u)
  /\ request[u].step # "moving"
  /\ ~Stays(c, u)
  /\ Hop(c, u)

GetToArrive(c, u) ==
  /\ Got(c, u)
  /\ request[u].step = "moving"
  /\ Arrive(soPort.at, c)
  /\ linked' = linked \cup {c}
  /\ Do(c, u, "arrived", c)
  /\ UNCHANGED <<closed, request, replies, misplaced>> /\ UNCHANGED users

HopAgain(c, u) ==
  /\ Busy(c, "arrived")
  /\ u = cpu[c].user
  /\ Hop(c, u)
  /\ UNCHANGED queue

(* The rest of bind or connect.                                            *)
Finish(c, u) ==
  /\ Busy(c, "arrived")
  /\ u = cpu[c].user
  /\ Onward(c, u) = <<>>
  /\ CarryOut(c, u)
  /\ Rest(c)
  /\ UNCHANGED <<closed, queue>> /\ UNCHANGED word /\ UNCHANGED users

-------------------------------------------------------------------------------
UserStep(u) == Read(u) \/ Ask(u) \/ (\E r \in Routes : AskToMove(u, r)) \/ Return(u)

Handler(c) ==
  \E u \in User :
    GetToChase(c, u) \/ Forward(c, u) \/ GetToHandle(c, u)
      \/ GetToLeave(c, u) \/ GetToArrive(c, u) \/ HopAgain(c, u) \/ Finish(c, u)

Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E c \in Cpu : Handler(c)

(* Protocol threads go on; nobody has to ask.                              *)
Fairness == \A c \in Cpu : WF_vars(Handler(c))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
LinkedOnce == Cardinality(linked) <= 1

(* The block is on no list exactly while the request that moves it is on   *)
(* its way, or when it is freed.                                           *)
OnTheWay == \E u \in User : pc[u] = "waits" /\ request[u].step = "moving" /\ replies[u] = 0
Underway == OnTheWay /\ \A c \in Cpu : ~Busy(c, "arrived")
UnlinkedWhileMoving == (linked = {}) <=> (Underway \/ closed)

(* No request is carried out off its socket's port.                        *)
NoneMisplaced == ~misplaced

(* When nothing is on its way, so_port names the CPU that has the block.   *)
RestsWhereLinked ==
  (~closed /\ \A c \in Cpu : cpu[c] = None /\ queue[c] = <<>>) => (\A c \in linked : soPort = At(c))

(* A freed block is not linked again: a close overtakes no move.           *)
NoUseAfterFree == closed => linked = {}

(* A request is in one place, and nowhere after its reply.                 *)
Places(u) ==
  LET on(c) == Cardinality({i \in 1..Len(queue[c]) : queue[c][i] = u})
      at(c) == IF cpu[c] # None /\ cpu[c].user = u THEN 1 ELSE 0
      Sum[S \in SUBSET Cpu] ==
        IF S = {} THEN 0 ELSE LET c == CHOOSE x \in S : TRUE IN on(c) + at(c) + Sum[S \ {c}]
  IN  Sum[Cpu]

RequestInOnePlace ==
  \A u \in User : Places(u) = IF pc[u] = "waits" /\ replies[u] = 0 THEN 1 ELSE 0

RepliedToOnce == \A u \in User : replies[u] <= 1

(* Every chase ends, and every request is replied to.                      *)
EveryRequestReplied == \A u \in User : (pc[u] = "waits") ~> (replies[u] > 0)

===============================================================================
