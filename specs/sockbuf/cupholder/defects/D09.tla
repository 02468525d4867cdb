--------------------------------- MODULE D09 ----------------------------------
(* D09: the last holder counts as free once its packet is dequeued.  The   *)
(* producer takes the holder that is its own tail, and the consumer's head.*)
EXTENDS MCCupholder

TakeTheLast ==
  /\ producer.step = "take"
  /\ producer.free = Last(mem, HeadOf) + FirstHolder
  /\ Last(mem, M(producer.free)) = 0
  /\ producer' = [producer EXCEPT !.step = "link", !.h = producer.free]
  /\ UNCHANGED <<mem, raced>> /\ UNCHANGED consumerOwn

D09Next == Produce \/ TakeTheLast \/ Consume \/ FlushStep

D09Spec == Init /\ [][D09Next]_vars
===============================================================================
