--------------------------------- MODULE D29 ----------------------------------
(* D29: so_port names the new CPU before the request that moves the socket *)
(* is on that CPU's port.  A close sent there overtakes the move; then the *)
(* move links a freed control block.                                       *)
EXTENDS MCPortChange

SwitchFirst(c, u) ==
  LET d == Head(request[u].route)
  IN  /\ Got(c, u)
      /\ request[u].step # "moving"
      /\ soPort = At(c)
      /\ ~Stays(c, u)
      /\ d # c
      /\ soPort' = At(d)
      /\ linked' = {}
      /\ request' = [request EXCEPT ![u].step = "moving"]
      /\ Do(c, u, "forward", d)
      /\ UNCHANGED <<closed, replies, misplaced>> /\ UNCHANGED users

OnlyLink(c, u) ==
  /\ Got(c, u)
  /\ request[u].step = "moving"
  /\ linked' = linked \cup {c}
  /\ Do(c, u, "arrived", c)
  /\ UNCHANGED <<soPort, closed, request, replies, misplaced>> /\ UNCHANGED users

D29Handler(c) ==
  \E u \in User :
    GetToChase(c, u) \/ Forward(c, u) \/ GetToHandle(c, u)
      \/ SwitchFirst(c, u) \/ OnlyLink(c, u) \/ Finish(c, u)

D29Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E c \in Cpu : D29Handler(c)

D29Spec == Init /\ [][D29Next]_vars
===============================================================================
