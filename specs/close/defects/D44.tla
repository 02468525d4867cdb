--------------------------------- MODULE D44 ----------------------------------
(* D44: the socket is freed while messages to it are in flight: a packet   *)
(* that comes later is appended to a buffer that nobody reads or empties.  *)
EXTENDS CloseSocket

InputUntested ==
  /\ inflight > 0
  /\ inflight' = inflight - 1
  /\ rcv' = rcv + 1
  /\ UNCHANGED <<snd, peer, delivered, freed, link, ended, resets, user, result>>

D44Next ==
  \/ PeerSends \/ PeerAborts
  \/ InputUntested \/ Fin \/ Reset \/ Disconnect \/ Output
  \/ Close \/ LingerEnds \/ Flush

D44Spec == Init /\ [][D44Next]_vars
===============================================================================
