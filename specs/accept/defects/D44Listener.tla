----------------------------- MODULE D44Listener ------------------------------
(* D44 of a listener: who closes it does not wait for the connections that *)
(* have a place and are not complete.  They come to a queue that nobody    *)
(* empties, and are neither accepted nor aborted.                          *)
EXTENDS MCAcceptQueue

LeaveEarly(u) ==
  /\ At(u, "short") \/ At(u, "done")
  /\ Return(u)
  /\ UNCHANGED <<queue, closer, hand, owner, ended>>
  /\ UNCHANGED connections /\ UNCHANGED messages

D44GoesOn(u) ==
  \/ At(u, "again") /\ Ask(u)
  \/ Has(u)
  \/ LeaveEarly(u)
  \/ Resume(u)

D44ListenerNext ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ Complete(c)
  \/ \E u \in User :
       (u # closer /\ Ask(u)) \/ D44GoesOn(u) \/ SendAbort(u) \/ StopListening(u) \/ Handles(u)

D44ListenerFairness ==
  /\ \A u \in User :
       /\ WF_vars(D44GoesOn(u))
       /\ WF_vars(Handles(u))
  /\ \A c \in Conn : WF_vars(Fill(c)) /\ SF_vars(Complete(c))

D44ListenerSpec == Init /\ [][D44ListenerNext]_vars /\ D44ListenerFairness
===============================================================================
