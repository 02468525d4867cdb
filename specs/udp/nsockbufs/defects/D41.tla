--------------------------------- MODULE D41 ----------------------------------
(* D41: append without a look at the budget.                               *)
EXTENDS MCNSockbufs

OfferAlways(i) ==
  /\ producer[i] = "idle"
  /\ Came < MaxPackets
  /\ offered' = [offered EXCEPT ![i] = @ + 1]
  /\ ProducerTo(i, "append")
  /\ UNCHANGED <<mem, user, announced, permit, order, dropped, got, passed>> /\ UNCHANGED holders

D41Next ==
  \/ \E i \in Queue : OfferAlways(i) \/ Produce(i)
  \/ \E u \in User : Consume(u)
  \/ FlushStep

D41Spec == Init /\ [][D41Next]_vars
===============================================================================
