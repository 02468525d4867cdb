-------------------------------- MODULE MCAbort --------------------------------
EXTENDS Abort

CONSTANTS MaxUsers, MaxPorts

UserSet == 1..MaxUsers
PortSet == 1..MaxPorts

Handled(m, steps) == \E p \in Port : /\ handling[p] # None
                                     /\ handling[p].message = m
                                     /\ handling[p].step \in steps
Queued(m) == \E p \in Port : \E i \in 1..Len(queue[p]) : queue[p][i] = m

Abstract == INSTANCE GivenUpWait WITH
  waits <- {u \in User : pc[u] \in {"waiting", "aborting"}},
  away <- User \ done,
  listed <- waiters,
  marked <- aborted,
  aborts <- {u \in User : Queued(AbortOf(u)) \/ Handled(AbortOf(u), {"forward", "abort"})},
  met <- {u \in User : Handled(AbortOf(u), {"rest"})}
RefinesGivenUpWait == Abstract!CoarseSpec

TypeOK ==
  /\ soPort \in Port
  /\ moves \in 0..MaxMoves
  /\ ready \in BOOLEAN
  /\ waiters \subseteq User
  /\ aborted \subseteq User
  /\ \A u \in User : pc[u] \in {"idle", "send", "waiting", "aborting"}
  /\ done \subseteq User
  /\ atRest \subseteq User
===============================================================================
