-------------------------- MODULE TraceMessagePort ----------------------------
(* Messages are numbered without end, and only which is which matters.     *)
EXTENDS MessagePort, Integers

Numbered == [Put |-> {1}, Get |-> {1}]

Numbers == {queue[i] : i \in DOMAIN queue}

Rebase(k) ==
  /\ queue' = [i \in DOMAIN queue |-> queue[i] - k]
  /\ UNCHANGED <<waiting, permit, owner, waking>>

(* When a run has come to its end.                                        *)
Settled == queue = <<>> /\ waking = 0
===============================================================================
