------------------------------- MODULE D44Abort -------------------------------
(* D44 with an abort in flight: the peer's reset comes to a socket that was *)
(* aborted already, and frees what is to be sent once more.                *)
EXTENDS CloseSocket

Twice ==
  /\ snd' = 0
  /\ freed' = freed + Sends - delivered
  /\ link' = "cut"
  /\ ended' = TRUE

ResetAgain ==
  /\ resets > 0
  /\ resets' = resets - 1
  /\ Twice
  /\ UNCHANGED <<rcv, inflight, peer, delivered, user, result>>

D44AbortNext ==
  \/ PeerSends \/ PeerAborts
  \/ Input \/ Fin \/ ResetAgain \/ Disconnect \/ Output
  \/ Close \/ LingerEnds \/ Flush

D44AbortSpec == Init /\ [][D44AbortNext]_vars
===============================================================================
