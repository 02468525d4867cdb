--------------------------------- MODULE D73 ----------------------------------
(* D73: no full fence between the write and the look, on either side.      *)
EXTENDS MCNSockbufs

(* The producer looks at its bit before the count is visible.              *)
NoFenceAppend(i) ==
  /\ producer[i] = "fence"
  /\ ProducerTo(i, "look")
  /\ UNCHANGED <<mem, user, announced, permit, passed>>
  /\ UNCHANGED holders /\ UNCHANGED packets

D73Next ==
  \/ \E i \in Queue : Arrive(i) \/ (IF producer[i] = "fence" THEN NoFenceAppend(i) ELSE Produce(i))
  \/ \E u \in User : Consume(u)
  \/ FlushStep

D73Spec == Init /\ [][D73Next]_vars

(* The user looks at the count before its bit is seen to be clear.  On x86 *)
(* the exchange is a fence.                                                *)
NoFenceClear(u) ==
  /\ user[u] = "fence"
  /\ UserTo(u, "recheck")
  /\ UNCHANGED <<mem, producer, announced, permit, passed>>
  /\ UNCHANGED holders /\ UNCHANGED packets

D73ClearNext ==
  \/ \E i \in Queue : Arrive(i) \/ Produce(i)
  \/ \E u \in User : IF user[u] = "fence" THEN NoFenceClear(u) ELSE Consume(u)
  \/ FlushStep

D73ClearSpec == Init /\ [][D73ClearNext]_vars
===============================================================================
