------------------------------- MODULE TracePorts ------------------------------
(* What probes report of the ports of one CPU.  Ports.tla implements it.    *)
EXTENDS Naturals

CONSTANTS
  LocalPort,       \* positive numbers
  Id               \* sockets

VARIABLE held      \* set of [p, id, shares]: shares is 1 for a socket with SO_REUSEPORT

Init == held = {}

Against(p, shares) == {h \in held : h.p = p /\ ~(shares = 1 /\ h.shares = 1)}

(* The socket gets the port.                                               *)
EnterPort(p, id, shares) ==
  /\ Against(p, shares) = {}
  /\ held' = held \cup {[p |-> p, id |-> id, shares |-> shares]}

(* It does not: now, or not before the port comes back.                    *)
RefusePort(p, shares) ==
  /\ Against(p, shares) # {}
  /\ UNCHANGED held

ReleasePort(p, id) ==
  /\ \E h \in held : h.p = p /\ h.id = id
  /\ held' = {h \in held : ~(h.p = p /\ h.id = id)}

Next ==
  \/ \E p \in LocalPort, id \in Id, b \in {0, 1} : EnterPort(p, id, b)
  \/ \E p \in LocalPort, b \in {0, 1} : RefusePort(p, b)
  \/ \E p \in LocalPort, id \in Id : ReleasePort(p, id)

ReportedSpec == Init /\ [][Next]_held
===============================================================================
