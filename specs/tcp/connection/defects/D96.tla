---------------------------------- MODULE D96 ----------------------------------
(* The answer to a SYN is not sent again.                                   *)
EXTENDS MCConnection

ButAnswers(e) ==
  /\ tcb[e].una < tcb[e].nxt
  /\ tcb[e].st \notin {"RESERVING", "SYN_CACHE"}
  /\ net' = ToNet(e, {Again(e, tcb[e])})
  /\ UNCHANGED <<tcb, gen, held, doubled, user, hist, port, toOwner, listener>>
===============================================================================
