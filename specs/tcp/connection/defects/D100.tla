--------------------------------- MODULE D100 ----------------------------------
(* An entry of the SYN cache that got no place has no timer any more; or     *)
(* the listener goes, and its entries stay.                                 *)
EXTENDS MCConnection

(* What is not outstanding is not sent again.                               *)
Timerless(e) == [Same(e) EXCEPT !.t.st = "SYN_CACHE", !.t.una = tcb[e].nxt]

OutstandingEnds(e) ==
  /\ MayExpire
  /\ tcb[e].st = "SYN_CACHE"
  /\ tcb[e].una < tcb[e].nxt
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ UNCHANGED <<gen, held, net, doubled, user, hist, port, toOwner, listener>>

Stays(e) == Same(e)
===============================================================================
