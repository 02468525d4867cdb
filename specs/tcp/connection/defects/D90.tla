---------------------------------- MODULE D90 ----------------------------------
(* A handshake of two segments: who is asked is established at once.        *)
EXTENDS MCConnection

Believed(e, s) ==
  LET n == gen[e] + 1
      t == [st |-> "ESTABLISHED", iss |-> Iss(e, n), una |-> Iss(e, n), nxt |-> Iss(e, n) + 1,
            irs |-> s.seq, rcv |-> s.seq + 1, acc |-> FALSE]
  IN [Same(e) EXCEPT !.t = t, !.g = n, !.u = NewUser, !.h = [NoHistory EXCEPT !.with = s.gen],
                     !.reply = {Seg("SA", t.iss, t.rcv, n)}]
===============================================================================
