----------------------------- MODULE NumberedQueue ----------------------------
(* The same, whose numbers go on without end.                               *)
EXTENDS Queue, Integers

Numbered == [Enq |-> {1}, Deq |-> {1}]

Numbers == {queue[i] : i \in DOMAIN queue}

Rebase(k) == queue' = [i \in DOMAIN queue |-> queue[i] - k]
===============================================================================
