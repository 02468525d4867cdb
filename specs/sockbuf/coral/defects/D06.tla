--------------------------------- MODULE D06 ----------------------------------
(* D06: a packet for an empty list becomes the head, in place of being     *)
(* linked behind the dummy.  The consumer takes it for the dummy.          *)
EXTENDS MCCoral

AppendAsHead ==
  /\ producer.step = "link"
  /\ read = producer.w
  /\ consumer.step = "idle"
  /\ consumer' = [consumer EXCEPT !.head = producer.h]
  /\ producer' = [producer EXCEPT !.step = "idle", !.tail = producer.h, !.h = 0, !.w = @ + 1]
  /\ UNCHANGED <<mem, fresh, clusters, read, got, raced>>

D06Next == Produce \/ AppendAsHead \/ Consume \/ FlushStep

D06Spec == Init /\ [][D06Next]_vars
===============================================================================
