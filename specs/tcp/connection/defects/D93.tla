---------------------------------- MODULE D93 ----------------------------------
(* The FIN is taken though text before it has not come.                     *)
EXTENDS MCConnection

FinAnywhere(o) ==
  LET fins == {u \in o.held : u.fin}
      p == IF fins = {} THEN o
           ELSE [o EXCEPT !.h.eof = TRUE, !.t.rcv = (CHOOSE u \in fins : TRUE).seq + 1]
  IN IF p.h.eof THEN [p EXCEPT !.t = AfterFin(@), !.held = {}] ELSE p
===============================================================================
