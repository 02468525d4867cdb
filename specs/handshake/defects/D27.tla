--------------------------------- MODULE D27 ----------------------------------
(* D27: the predicate of a reader of an unconnected datagram socket is     *)
(* always true ("not connecting and not connected").  It is replied to at  *)
(* once, finds nothing, and asks again, for ever.                          *)
EXTENDS MCHandshake

EvaluateTrue(u) ==
  /\ owner.step = "idle"
  /\ u \in inflight
  /\ inflight' = inflight \ {u}
  /\ owner' = [step |-> "reply", user |-> u, rest |-> <<>>]
  /\ UNCHANGED <<waiters, replied, aborts>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

D27Handles(u) ==
  EvaluateTrue(u) \/ Enqueue(u) \/ Reply(u) \/ Abort(u)

D27Next ==
  \/ \E u \in User : UserStep(u) \/ D27Handles(u)
  \/ \E n \in Length : SbAlloc(n)
  \/ AppendPublish
  \/ SetCantRcvMore

D27Spec ==
  /\ Init
  /\ [][D27Next]_vars
  /\ WF_vars(\E n \in Length : SbAlloc(n))
  /\ \A u \in User :
       /\ SF_vars(u \in DOMAIN call /\ Lock(u))
       /\ SF_vars(D27Handles(u))
       /\ WF_vars(InCall(u))
===============================================================================
