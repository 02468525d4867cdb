--------------------------------- MODULE D21 ----------------------------------
(* D21: the handler takes for granted that the abort comes behind the      *)
(* message, as the historical one does.  It does not when the abort is     *)
(* sent to the port where the socket is now: the message is still to be    *)
(* forwarded, is linked after the abort has come, and never replied to.    *)
EXTENDS MCAbort

SendAbortToSoPort(u) ==
  /\ pc[u] = "waiting"
  /\ GoTo(u, "aborting")
  /\ Put(soPort, AbortOf(u))
  /\ atRest' = atRest \ {u}
  /\ UNCHANGED <<handling, sentTo, done, replies>> /\ UNCHANGED socket

(* Without a mark.                                                         *)
UnlinkOnly(p) ==
  /\ At(p, "abort")
  /\ LET u == handling[p].message.user
     IN  /\ waiters' = waiters \ {u}
         /\ IF u \in waiters THEN Reply(u) ELSE UNCHANGED <<done, replies>>
  /\ handling' = [handling EXCEPT ![p].step = "rest"]
  /\ UNCHANGED <<soPort, moves, ready, aborted, queue, atRest>> /\ UNCHANGED users

D21Handler(p) ==
  \/ Get(p) \/ Forward(p) \/ Evaluate(p) \/ UnlinkOnly(p) \/ ReplyToAbort(p)
  \/ \E u \in User : Wakeup(p, u)

D21Next ==
  \/ \E u \in User : ReadPort(u) \/ SendPredicate(u) \/ SendAbortToSoPort(u) \/ Return(u)
  \/ \E p \in Port : D21Handler(p) \/ Happen(p) \/ \E q \in Port : Move(p, q)

D21Fairness ==
  /\ \A p \in Port : WF_vars(D21Handler(p))
  /\ \A u \in User : WF_vars(Return(u))

D21Spec == Init /\ [][D21Next]_vars /\ D21Fairness
===============================================================================
