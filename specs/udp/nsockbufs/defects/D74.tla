--------------------------------- MODULE D74 ----------------------------------
(* D74: each call begins at the first queue that is ready, for the cursor  *)
(* is not kept from call to call.                                          *)
EXTENDS MCNSockbufs

LockAndBegin(u) ==
  /\ user[u] = "idle"
  /\ Exchange(U(u), LockWord, 0, 1)
  /\ cursor' = Queues - 1
  /\ left' = 0
  /\ UserTo(u, "advance")
  /\ announced' = announced \ {u}
  /\ UNCHANGED <<producer, permit, taken, passed>> /\ UNCHANGED packets

D74Next ==
  \/ \E i \in Queue : Arrive(i) \/ Produce(i)
  \/ \E u \in User : IF user[u] = "idle" THEN LockAndBegin(u) ELSE Consume(u)
  \/ FlushStep

D74Spec == Init /\ [][D74Next]_vars
===============================================================================
