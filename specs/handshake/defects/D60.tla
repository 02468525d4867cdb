--------------------------------- MODULE D60 ----------------------------------
(* D60: the predicate leaves so_error out.  The owner sets the error and   *)
(* scans the waiters, and finds none whose predicate holds.                *)
EXTENDS MCHandshake

EvaluateNoError(u, b) ==
  /\ \/ owner.step = "idle" /\ u \in inflight
     \/ owner.step = "scan" /\ u = Head(owner.rest)
  /\ (b = 1) <=> (cantMore = 1 \/ Enough(packets, bytes, hiwat, call[u].want))
  /\ \/ /\ owner.step = "idle"
        /\ inflight' = inflight \ {u}
        /\ owner' = [step |-> IF b = 1 THEN "reply" ELSE "enqueue", user |-> u, rest |-> <<>>]
     \/ /\ owner.step = "scan"
        /\ owner' = IF b = 1 THEN [owner EXCEPT !.step = "reply", !.user = u]
                             ELSE Scan(Tail(owner.rest))
        /\ UNCHANGED inflight
  /\ UNCHANGED <<waiters, replied, aborts>> /\ UNCHANGED userOwn /\ UNCHANGED bufferState

D60Handles(u) == Enqueue(u) \/ Reply(u) \/ Abort(u) \/ \E b \in {0, 1} : EvaluateNoError(u, b)

D60Next ==
  \/ \E u \in User : UserStep(u) \/ D60Handles(u)
  \/ \E n \in Length : SbAlloc(n)
  \/ AppendPublish
  \/ SetError

D60Spec ==
  /\ Init
  /\ [][D60Next]_vars
  /\ WF_vars(\E n \in Length : SbAlloc(n))
  /\ \A u \in User :
       /\ SF_vars(u \in DOMAIN call /\ Lock(u))
       /\ SF_vars(D60Handles(u))
       /\ WF_vars(InCall(u))
===============================================================================
