--------------------------------- MODULE D09 ----------------------------------
(* D09: the holder of a dequeued packet is always freed, also when it is   *)
(* the last one.  The producer still holds it as its tail.                 *)
EXTENDS MCCupholder

ClearThenFree ==
  /\ consumer.step = "clear"
  /\ heap' = [heap EXCEPT ![head].m = Null]
  /\ consumer' = [consumer EXCEPT !.step = "free", !.m = Null]
  /\ UNCHANGED <<head, rpackets, got>> /\ UNCHANGED producerOwn

D09Next ==
  \/ Produce
  \/ Read
  \/ \E p \in Packet \cup {Null} : HeadLoad(p)
  \/ HeadDrop
  \/ DequeueCount
  \/ DequeueNext
  \/ ClearThenFree
  \/ DequeueFree

D09Spec == Init /\ [][D09Next]_vars
===============================================================================
