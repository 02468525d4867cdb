--------------------------------- MODULE D07 ----------------------------------
(* D07: dequeue clears m before it reads next.  The producer may refill    *)
(* the cleared holder at once and then link another one behind it; the     *)
(* consumer sees that link, takes the holder for consumed, and frees the   *)
(* packet in it.                                                           *)
EXTENDS MCCupholder

ClearFirst ==
  /\ consumer.step = "next"
  /\ heap' = [heap EXCEPT ![head].m = Null]
  /\ consumer' = [consumer EXCEPT !.step = "clear", !.m = Null]
  /\ UNCHANGED <<head, rpackets, got>> /\ UNCHANGED producerOwn

NextSecond ==
  /\ consumer.step = "clear"
  /\ LET next == heap[head].next
     IN  consumer' = [consumer EXCEPT !.step = IF next = Null THEN "idle" ELSE "free",
                                      !.next = next]
  /\ UNCHANGED <<heap, head, rpackets, got>> /\ UNCHANGED producerOwn

D07Next ==
  \/ Produce
  \/ Read
  \/ \E p \in Packet \cup {Null} : HeadLoad(p)
  \/ HeadDrop
  \/ DequeueCount
  \/ ClearFirst
  \/ NextSecond
  \/ DequeueFree

D07Spec == Init /\ [][D07Next]_vars

(* Between clearing and freeing the leaving packet is no longer in the     *)
(* chain; what must still hold when the consumer rests:                    *)
NothingLost == consumer.step = "idle" => Len(Chain(head)) >= wpackets - rpackets
===============================================================================
