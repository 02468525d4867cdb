--------------------------------- MODULE D28 ----------------------------------
(* D28: one queue for each pair of sending CPU and port, as where a put is *)
(* a call to another CPU.  A sender that moves to another CPU between two  *)
(* puts finds its messages got in any order.                               *)
EXTENDS MCMessages

CONSTANT MaxCpu

VARIABLES
  cpu,         \* where each sender runs
  pairs        \* for each CPU and port: messages put and not yet got

D28vars == <<vars, cpu, pairs>>

D28Init ==
  /\ Init
  /\ cpu = [s \in Sender |-> 1]
  /\ pairs = [c \in 1..MaxCpu |-> [p \in Port |-> <<>>]]

MoveSender(s, c) ==
  /\ cpu' = [cpu EXCEPT ![s] = c]
  /\ UNCHANGED <<vars, pairs>>

PutOnPair(s, p) ==
  /\ sent[s] < MaxMessages
  /\ sent' = [sent EXCEPT ![s] = @ + 1]
  /\ pairs' = [pairs EXCEPT ![cpu[s]][p] = Append(@, Message(s, "normal"))]
  /\ UNCHANGED <<queue, handling, got, replies, cpu>>

GetFromPair(c, p) ==
  /\ pairs[c][p] # <<>>
  /\ got' = [got EXCEPT ![p] = Append(@, Head(pairs[c][p]))]
  /\ pairs' = [pairs EXCEPT ![c][p] = Tail(@)]
  /\ UNCHANGED <<sent, queue, handling, replies, cpu>>

D28Next ==
  \/ \E s \in Sender, p \in Port : PutOnPair(s, p)
  \/ \E s \in Sender, c \in 1..MaxCpu : MoveSender(s, c)
  \/ \E c \in 1..MaxCpu, p \in Port : GetFromPair(c, p)

D28Spec == D28Init /\ [][D28Next]_D28vars
===============================================================================
