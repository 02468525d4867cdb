--------------------------------- MODULE D103 ----------------------------------
(* The protocol thread looks for text, and then whether that was all. What   *)
(* was written in between is behind the FIN.                                *)
EXTENDS MCConnection

FinAtOnce(e) ==
  LET t == tcb[e]
      sent == [t EXCEPT !.nxt = @ + 1,
                        !.st = IF @ = "ESTABLISHED" THEN "FIN_WAIT_1" ELSE "LAST_ACK"]
  IN /\ Sends(t)
     /\ user[e].shut
     /\ tcb' = [tcb EXCEPT ![e] = sent]
     /\ net' = ToNet(e, {Seg("F", t.nxt, t.rcv, gen[e])})
     /\ UNCHANGED <<gen, held, doubled, user, hist, port, toOwner, listener>>

D103Spec == InitEstablished /\ [][Next \/ \E e \in End : FinAtOnce(e)]_vars
===============================================================================
