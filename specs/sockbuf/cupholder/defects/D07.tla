--------------------------------- MODULE D07 ----------------------------------
(* D07: dequeue clears m before it reads next.  The producer may refill    *)
(* the cleared holder at once and then link another one behind it; the     *)
(* consumer sees that link, takes the holder for consumed, and frees the   *)
(* packet in it.                                                           *)
EXTENDS MCCupholder

ClearFirst ==
  /\ consumer.step = "next"
  /\ mem' \in Store(mem, "c", M(consumer.head), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "clear", !.m = 0]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

NextSecond ==
  /\ consumer.step = "clear"
  /\ \E l \in Load(mem, "c", Link(consumer.head), NextLoad) :
       /\ mem' = l.mem
       /\ consumer' = [consumer EXCEPT !.step = IF l.val = 0 THEN "idle" ELSE "free",
                                       !.next = l.val]
  /\ UNCHANGED <<got, visits, raced>> /\ UNCHANGED producerOwn

D07Next ==
  \/ Produce
  \/ Look
  \/ \E p \in Packet \cup {0} : HeadLoad(p)
  \/ HeadDrop
  \/ DequeueCount
  \/ ClearFirst
  \/ NextSecond
  \/ DequeueFree
  \/ FlushStep

D07Spec == Init /\ [][D07Next]_vars
===============================================================================
