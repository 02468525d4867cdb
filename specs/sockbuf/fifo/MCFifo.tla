-------------------------------- MODULE MCFifo --------------------------------
EXTENDS Fifo

CONSTANT MaxPackets    \* how many packets a run appends

VARIABLE appended      \* packets 1..appended have been appended

vars == <<queue, got, appended>>

Init == FifoInit /\ appended = 0

AppendNext ==
  /\ appended < MaxPackets
  /\ appended' = appended + 1
  /\ FifoAppend(appended + 1)

Dequeue == FifoDequeue /\ UNCHANGED appended

Next == AppendNext \/ Dequeue

Spec == Init /\ [][Next]_vars /\ WF_vars(Dequeue)

TypeOK ==
  /\ appended \in 0..MaxPackets
  /\ queue \in Seq(Packet)
  /\ got \in Packet \cup {0}

(* Nothing lost, nothing twice, nothing out of order.                      *)
InOrder ==
  /\ Len(queue) = appended - got
  /\ \A i \in 1..Len(queue) : queue[i] = got + i

EventuallyRead == \A p \in Packet : (appended >= p) ~> (got >= p)
===============================================================================
