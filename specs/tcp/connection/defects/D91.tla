---------------------------------- MODULE D91 ----------------------------------
(* TIME-WAIT does not wait until old segments are gone.                     *)
EXTENDS MCConnection

EndsAtOnce(e) ==
  /\ tcb[e].st = "TIME_WAIT"
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ UNCHANGED <<gen, held, net, doubled, user, hist, port, toOwner, listener>>
===============================================================================
