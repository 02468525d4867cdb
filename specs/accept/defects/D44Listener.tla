----------------------------- MODULE D44Listener ------------------------------
(* D44 of a listener: who closes it asks for the connections that are      *)
(* complete and does not wait for those that have a place and are not.     *)
(* They come to a queue that nobody empties, and are neither accepted nor  *)
(* aborted.                                                                *)
EXTENDS MCAcceptQueue

AsksForTheRest(u, c) ==
  /\ owner.step = "idle"
  /\ u = closer /\ At(u, "again")
  /\ c = (IF queue # <<>> THEN Head(queue) ELSE 0)
  /\ queue' = IF c = 0 THEN queue ELSE Tail(queue)
  /\ hand' = IF c = 0 THEN hand ELSE (u :> c) @@ hand
  /\ GoTo(u, IF c = 0 THEN "done" ELSE "has")
  /\ UNCHANGED <<closer, owner, ended>>
  /\ UNCHANGED connections /\ UNCHANGED messages

D44GoesOn(u) ==
  \/ \E c \in Conn \cup {0} : AsksForTheRest(u, c)
  \/ u # closer /\ u \in DOMAIN call /\ SendPredicate(u)
  \/ Has(u) \/ Leave(u) \/ Resume(u)

D44ListenerNext ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ Complete(c)
  \/ \E u \in User :
       \/ u # closer /\ (Ask(u) \/ SendPredicate(u))
       \/ D44GoesOn(u) \/ SendAbort(u) \/ StopListening(u) \/ Handles(u)

D44ListenerFairness ==
  /\ \A u \in User :
       /\ WF_vars(D44GoesOn(u))
       /\ WF_vars(Handles(u))
  /\ \A c \in Conn : WF_vars(Fill(c)) /\ SF_vars(Complete(c))

D44ListenerSpec == Init /\ [][D44ListenerNext]_vars /\ D44ListenerFairness
===============================================================================
