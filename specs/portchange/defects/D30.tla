--------------------------------- MODULE D30 ----------------------------------
(* D30: so_port is switched by the handler on the new CPU, and by nothing  *)
(* before.  Until then the old CPU believes that the socket is its own,    *)
(* and carries out requests for a control block that is on no list.        *)
EXTENDS MCPortChange

LeaveUnsaid(c, u) ==
  LET d == Head(request[u].route)
  IN  /\ Got(c, u)
      /\ request[u].step # "moving"
      /\ soPort = At(c)
      /\ ~Stays(c, u)
      /\ d # c
      /\ linked' = {}
      /\ request' = [request EXCEPT ![u].step = "moving"]
      /\ Do(c, u, "forward", d)
      /\ UNCHANGED <<soPort, closed, replies, misplaced>> /\ UNCHANGED users

ArriveSwitching(c, u) ==
  /\ Got(c, u)
  /\ request[u].step = "moving"
  /\ soPort' = At(c)
  /\ linked' = linked \cup {c}
  /\ Do(c, u, "arrived", c)
  /\ UNCHANGED <<closed, request, replies, misplaced>> /\ UNCHANGED users

D30Handler(c) ==
  \E u \in User :
    GetToChase(c, u) \/ Forward(c, u) \/ GetToHandle(c, u)
      \/ LeaveUnsaid(c, u) \/ ArriveSwitching(c, u) \/ Finish(c, u)

D30Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E c \in Cpu : D30Handler(c)

D30Spec == Init /\ [][D30Next]_vars
===============================================================================
