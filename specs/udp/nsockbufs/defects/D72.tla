--------------------------------- MODULE D72 ----------------------------------
(* D72: a user that sets a ready bit again wakes nobody.  It takes one     *)
(* packet; the producer, finding the bit set, wakes nobody either, and who *)
(* went to sleep before sleeps beside the next packet.                     *)
EXTENDS MCNSockbufs

RestoreOnly(u, i) ==
  /\ user[u] = "restore"
  /\ i = cursor
  /\ Exchange(U(u), Ready, Last(mem, Ready), With(Last(mem, Ready), i))
  /\ UserTo(u, "take")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

D72Next ==
  \/ \E i \in Queue : Arrive(i) \/ Produce(i)
  \/ \E u \in User : IF user[u] = "restore" THEN RestoreOnly(u, cursor) ELSE Consume(u)
  \/ FlushStep

D72Spec == Init /\ [][D72Next]_vars
===============================================================================
