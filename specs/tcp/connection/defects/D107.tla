--------------------------------- MODULE D107 ----------------------------------
(* SYN-SENT takes any SYN for the answer to its own.                        *)
EXTENDS MCConnection

AnyAnswer(e, s) ==
  LET u == [tcb[e] EXCEPT !.irs = s.seq, !.rcv = s.seq + 1, !.una = @ + 1, !.st = "ESTABLISHED"]
  IN IF s.f = "SA" THEN Replies([Same(e) EXCEPT !.t = u, !.h.with = s.gen], {Ack(e, u)}) ELSE Same(e)
===============================================================================
