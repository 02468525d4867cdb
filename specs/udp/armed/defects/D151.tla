--------------------------------- MODULE D151 ---------------------------------
(* D151: no full fence: a producer looks at the word before its append is  *)
(* visible, or the owner at the counts before it is seen that it has armed.*)
(* On x86 the exchange of the owner is a fence.                            *)
EXTENDS MCArmedWait

NoFence(i) ==
  /\ producer[i] = "fence"
  /\ ProducerTo(i, "test")
  /\ UNCHANGED <<mem, owner, user, waits, at, appended, taken, doubled>>

D151Next ==
  \/ \E i \in Queue :
       AppendPublish(i) \/ (IF producer[i] = "fence" THEN NoFence(i) ELSE Produce(i))
  \/ Own
  \/ Use
  \/ FlushStep

D151Spec == Init /\ [][D151Next]_vars

NoFenceArm ==
  /\ owner = "fence"
  /\ OwnerTo("again")
  /\ UNCHANGED <<mem, producer, user, waits, appended, taken, doubled>>

D151ArmNext ==
  \/ \E i \in Queue : AppendPublish(i) \/ Produce(i)
  \/ IF owner = "fence" THEN NoFenceArm ELSE Own
  \/ Use
  \/ FlushStep

D151ArmSpec == Init /\ [][D151ArmNext]_vars
===============================================================================
