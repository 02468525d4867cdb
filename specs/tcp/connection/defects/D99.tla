---------------------------------- MODULE D99 ----------------------------------
(* The connection that a segment has confirmed refuses that segment. Its    *)
(* place is not given back when it ends; or nothing makes it end.           *)
EXTENDS MCConnection

Kept(t) == <<>>

(* An entry that got no place waits, also when there is no listener.        *)
Waits(e, s) == [Same(e) EXCEPT !.t.st = "SYN_CACHE"]

(* An acknowledgment that confirms, with an old timestamp.                  *)
OldAck == [e \in End |-> IF e = "B" THEN {Seg("A", 11, 61, 0)} ELSE {}]

WithoutTimer(e) ==
  /\ tcb[e].una < tcb[e].nxt
  /\ tcb[e].st # "RESERVING"
  /\ ~(tcb[e].st = "SYN_RECEIVED" /\ tcb[e].acc)
  /\ net' = ToNet(e, {Again(e, tcb[e])})
  /\ UNCHANGED <<tcb, gen, held, doubled, user, hist, port, toOwner, listener>>
===============================================================================
