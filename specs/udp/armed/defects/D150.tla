--------------------------------- MODULE D150 ---------------------------------
(* D150: the owner arms the word after its last look.                      *)
EXTENDS MCArmedWait

ArmOnly ==
  /\ owner = "arm"
  /\ \E x \in CompareAndSet(mem, O, Word, Idle, Armed) : mem' = x.mem
  /\ OwnerTo("idle")
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

D150Next ==
  \/ \E i \in Queue : AppendPublish(i) \/ Produce(i)
  \/ IF owner = "arm" THEN ArmOnly ELSE Own
  \/ Use
  \/ FlushStep

D150Spec == Init /\ [][D150Next]_vars
===============================================================================
