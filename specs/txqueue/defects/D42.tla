--------------------------------- MODULE D42 ----------------------------------
(* D42: the starter finds the queue empty, leaves the critical section, and *)
(* clears `started` without looking again.  A packet enqueued in between   *)
(* has found a starter, who does not look any more.                        *)
EXTENDS MCTransmitQueue

SeeEmpty(c) ==
  /\ cpu[c] = "start"
  /\ queue = <<>>
  /\ cpu' = [cpu EXCEPT ![c] = "stop"]
  /\ UNCHANGED <<queue, started, enqueued, sent>>

StopLater(c) ==
  /\ cpu[c] = "stop"
  /\ started' = 0
  /\ cpu' = [cpu EXCEPT ![c] = "idle"]
  /\ UNCHANGED <<queue, enqueued, sent>>

D42Next == \E c \in Cpu : Enqueue(c) \/ Transmit(c) \/ SeeEmpty(c) \/ StopLater(c)

D42Spec == Init /\ [][D42Next]_vars
===============================================================================
