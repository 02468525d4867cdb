-------------------------------- MODULE D30Late -------------------------------
(* D30: the receipt with nothing that keeps the new CPU from getting the   *)
(* request before so_port is stored.  When that CPU moves the socket on,   *)
(* the late store names a CPU that the socket has left.                    *)
EXTENDS D30Receipt

PutThenStore(c, u) ==
  /\ Busy(c, "put")
  /\ u = cpu[c].user
  /\ Put(cpu[c].to, u)
  /\ cpu' = [cpu EXCEPT ![c].step = "store"]
  /\ UNCHANGED <<closed, request, replies, misplaced>> /\ UNCHANGED word /\ UNCHANGED users

LateStore(c) ==
  /\ Busy(c, "store")
  /\ soPort' = At(cpu[c].to)
  /\ Rest(c)
  /\ UNCHANGED <<linked, closed, queue, request, replies, misplaced>> /\ UNCHANGED users

LateHandler(c) ==
  \/ LateStore(c)
  \/ \E u \in User :
       GetToChase(c, u) \/ Forward(c, u) \/ GetToHandle(c, u) \/ GetToHop(c, u)
         \/ PutThenStore(c, u) \/ OnlyLink(c, u) \/ HopOn(c, u) \/ Finish(c, u)

LateNext ==
  \/ \E u \in User : UserStep(u)
  \/ \E c \in Cpu : LateHandler(c)

LateSpec == Init /\ [][LateNext]_vars
===============================================================================
