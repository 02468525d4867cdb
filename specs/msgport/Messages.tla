-------------------------------- MODULE Messages -------------------------------
(***************************************************************************)
(* What becomes of messages: many senders put, the owner of a port gets    *)
(* them, those with priority before all others, and handles one after the  *)
(* other: it replies, or forwards the message, not replied to, to another  *)
(* port.  How an owner sleeps is left out; see MessagePort.                *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
  Sender,
  Port,
  MaxMessages,   \* that one sender puts
  MaxForwards    \* how often one message is forwarded

Class == {"normal", "priority"}

VARIABLES
  sent,          \* each sender: messages put
  queue,         \* each port: the messages put and not yet got, oldest first, of each class
  handling,      \* each port: the message that its owner handles, or None
  got,           \* each port: what its owner got from senders, in order; a ghost
  replies        \* message -> how often it was replied to; a ghost

vars == <<sent, queue, handling, got, replies>>

None == <<>>

Init ==
  /\ sent = [s \in Sender |-> 0]
  /\ queue = [p \in Port |-> [k \in Class |-> <<>>]]
  /\ handling = [p \in Port |-> None]
  /\ got = [p \in Port |-> <<>>]
  /\ replies = <<>>

Append1(p, m) == queue' = [queue EXCEPT ![p][m.class] = Append(@, m)]

Message(s, k) == [sender |-> s, number |-> sent[s] + 1, class |-> k, forwards |-> 0]
Key(m) == <<m.sender, m.number>>

Put(s, p, k) ==
  /\ sent[s] < MaxMessages
  /\ sent' = [sent EXCEPT ![s] = @ + 1]
  /\ Append1(p, Message(s, k))
  /\ replies' = (Key(Message(s, k)) :> 0) @@ replies
  /\ UNCHANGED <<handling, got>>

Handled(p, m) ==
  /\ handling' = [handling EXCEPT ![p] = m]
  /\ got' = IF m.forwards = 0 THEN [got EXCEPT ![p] = Append(@, m)] ELSE got

Get(p, k) ==
  /\ handling[p] = None
  /\ queue[p][k] # <<>>
  /\ k = "normal" => queue[p]["priority"] = <<>>
  /\ queue' = [queue EXCEPT ![p][k] = Tail(@)]
  /\ Handled(p, Head(queue[p][k]))
  /\ UNCHANGED <<sent, replies>>

Forward(p, q) ==
  /\ handling[p] # None
  /\ q # p
  /\ handling[p].forwards < MaxForwards
  /\ Append1(q, [handling[p] EXCEPT !.forwards = @ + 1])
  /\ handling' = [handling EXCEPT ![p] = None]
  /\ UNCHANGED <<sent, got, replies>>

Reply(p) ==
  /\ handling[p] # None
  /\ replies' = [replies EXCEPT ![Key(handling[p])] = @ + 1]
  /\ handling' = [handling EXCEPT ![p] = None]
  /\ UNCHANGED <<sent, queue, got>>

-------------------------------------------------------------------------------
OwnerStep(p) == Reply(p) \/ (\E k \in Class : Get(p, k)) \/ (\E q \in Port : Forward(p, q))

Next ==
  \/ \E s \in Sender, p \in Port, k \in Class : Put(s, p, k)
  \/ \E p \in Port : OwnerStep(p)

Fairness == \A p \in Port : WF_vars(OwnerStep(p))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* An owner gets the messages of a sender, of one class, in the order in   *)
(* which they were put.                                                    *)
PerSenderOrder ==
  \A p \in Port : \A i, j \in 1..Len(got[p]) :
    ( /\ i < j
      /\ got[p][i].sender = got[p][j].sender
      /\ got[p][i].class = got[p][j].class ) => got[p][i].number < got[p][j].number

RepliedToOnce == \A x \in DOMAIN replies : replies[x] <= 1

(* A message is in one place until its reply, and nowhere after it.        *)
Queued(p, x) ==
  Cardinality({y \in {<<k, i>> : k \in Class, i \in 1..(2 * MaxMessages * Cardinality(Sender))} :
    y[2] <= Len(queue[p][y[1]]) /\ Key(queue[p][y[1]][y[2]]) = x})
Places(p, x) ==
  Queued(p, x) + (IF handling[p] # None /\ Key(handling[p]) = x THEN 1 ELSE 0)
InOnePlace ==
  \A x \in DOMAIN replies :
    LET Sum[S \in SUBSET Port] ==
          IF S = {} THEN 0 ELSE LET p == CHOOSE y \in S : TRUE IN Places(p, x) + Sum[S \ {p}]
    IN  Sum[Port] + replies[x] = 1

(* A normal message is got only when none with priority is there.          *)
PriorityFirst ==
  [][\A p \in Port :
       (Len(queue'[p]["normal"]) < Len(queue[p]["normal"])) => queue[p]["priority"] = <<>>]_vars

EveryMessageReplied == <>[](\A x \in DOMAIN replies : replies[x] = 1)
===============================================================================
