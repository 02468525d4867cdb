------------------------------ MODULE D30Receipt ------------------------------
(* D30: so_port names the new CPU from the moment in which the request     *)
(* that moves the socket is on its port: the historical put receipt, run   *)
(* under the port's lock.  An older request to the same CPU, from when the *)
(* socket was there before, lies in front of it and is carried out first:  *)
(* for a control block that is on no list.                                 *)
EXTENDS MCPortChange

HopUnsaid(c, u) ==
  LET route == Onward(c, u)
  IN  /\ route # <<>>
      /\ linked' = {}
      /\ request' = [request EXCEPT ![u].step = "moving", ![u].route = route]
      /\ Do(c, u, "put", Head(route))
      /\ UNCHANGED <<soPort, closed, replies, misplaced>> /\ UNCHANGED users

GetToHop(c, u) ==
  /\ Got(c, u)
  /\ request[u].step # "moving"
  /\ soPort = At(c)
  /\ ~Stays(c, u)
  /\ HopUnsaid(c, u)

PutAndStore(c, u) ==
  /\ Busy(c, "put")
  /\ u = cpu[c].user
  /\ Put(cpu[c].to, u)
  /\ soPort' = At(cpu[c].to)
  /\ Rest(c)
  /\ UNCHANGED <<linked, closed, request, replies, misplaced>> /\ UNCHANGED users

OnlyLink(c, u) ==
  /\ Got(c, u)
  /\ request[u].step = "moving"
  /\ linked' = linked \cup {c}
  /\ Do(c, u, "arrived", c)
  /\ UNCHANGED <<soPort, closed, request, replies, misplaced>> /\ UNCHANGED users

HopOn(c, u) ==
  /\ Busy(c, "arrived")
  /\ u = cpu[c].user
  /\ HopUnsaid(c, u)
  /\ UNCHANGED queue

D30Handler(c) ==
  \E u \in User :
    GetToChase(c, u) \/ Forward(c, u) \/ GetToHandle(c, u) \/ GetToHop(c, u)
      \/ PutAndStore(c, u) \/ OnlyLink(c, u) \/ HopOn(c, u) \/ Finish(c, u)

D30Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E c \in Cpu : D30Handler(c)

D30Spec == Init /\ [][D30Next]_vars
===============================================================================
