--------------------------------- MODULE D76 ----------------------------------
(* D76: the conflict is looked for on the CPU of the user, among the       *)
(* sockets that are there.                                                 *)
EXTENDS MCPorts

AskHere(s, p) ==
  /\ state[s] = "new"
  /\ p # NoPort
  /\ IF \E t \in Socket : t # s /\ Live(t) /\ at[t] = at[s] /\ local[t] = p
     THEN /\ StateIs(s, "refused")
          /\ UNCHANGED <<holders, local>>
     ELSE /\ StateIs(s, "bound")
          /\ holders' = [holders EXCEPT ![p] = @ \cup {s}]
          /\ local' = [local EXCEPT ![s] = p]
  /\ UNCHANGED <<port, parked, at, moves>>

D76Next ==
  \/ \E s \in Socket :
       (\E p \in Port : AskHere(s, p)) \/ AskClose(s) \/ (\E c \in Cpu : Move(s, c))
  \/ \E c \in Cpu : Handle(c)

D76Spec == Init /\ [][D76Next]_vars
===============================================================================
