---------------------------------- MODULE D97 ----------------------------------
(* What is held is acknowledged, or delivered, before what lies in front.   *)
EXTENDS MCConnection

Behind(e, t) == {u.seq + 1 : u \in held[e]} \cup {t.rcv}
AckOfHeld(e, t) == Seg("A", t.nxt, CHOOSE n \in Behind(e, t) : \A m \in Behind(e, t) : m <= n, gen[e])

RECURSIVE AsItComes(_, _)
AsItComes(o, units) ==
  LET u == CHOOSE u \in units : \A v \in units : u.seq <= v.seq
  IN IF units = {} \/ o.h.eof THEN [o EXCEPT !.held = {}]
     ELSE AsItComes(IF u.fin THEN [o EXCEPT !.h.eof = TRUE, !.t.rcv = u.seq + 1]
                    ELSE [o EXCEPT !.h.got = Append(@, [gen |-> u.gen, seq |-> u.seq]), !.t.rcv = u.seq + 1],
                    units \ {u})
===============================================================================
