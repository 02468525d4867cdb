--------------------------------- MODULE D39 ----------------------------------
(* D39: a user clears the ready bit of a queue that it found empty, and    *)
(* does not look again.  A packet appended before the bit was cleared,     *)
(* whose producer found it set, is stranded.                               *)
EXTENDS MCNSockbufs

ClearAndGoOn(u, i) ==
  /\ user[u] = "clear"
  /\ i = cursor
  /\ Exchange(U(u), Ready, Last(mem, Ready), Without(Last(mem, Ready), i))
  /\ passed' = [passed EXCEPT ![i] = 0]
  /\ UserTo(u, "advance")
  /\ UNCHANGED <<producer, announced, permit>> /\ UNCHANGED holders /\ UNCHANGED packets

D39Next ==
  \/ \E i \in Queue : Arrive(i) \/ Produce(i)
  \/ \E u \in User : IF user[u] = "clear" THEN ClearAndGoOn(u, cursor) ELSE Consume(u)
  \/ FlushStep

D39Spec == Init /\ [][D39Next]_vars
===============================================================================
