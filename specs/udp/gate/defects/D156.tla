--------------------------------- MODULE D156 ---------------------------------
(* D156: a sender that has seen the gate open counts itself in, and does   *)
(* not see that it was closed meanwhile.                                   *)
EXTENDS MCGate

EnterBlindly(s) ==
  /\ sender[s] = "enter"
  /\ Add(S(s), State(at[s]), 1)
  /\ SenderTo(s, "put")
  /\ seen' = [seen EXCEPT ![s] = 0]
  /\ UNCHANGED <<at, asked, owner, port>>

D156Next ==
  \/ \E s \in Sender : IF sender[s] = "enter" THEN EnterBlindly(s) ELSE Send(s)
  \/ \E k \in Stay : NameNext(k) \/ Depart(k)
  \/ FlushStep

D156Spec == Init /\ [][D156Next]_vars
===============================================================================
