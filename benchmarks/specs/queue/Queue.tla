--------------------------------- MODULE Queue --------------------------------
(* A bounded queue of numbers.                                              *)
EXTENDS Naturals, Sequences

CONSTANT Size

VARIABLE queue

Init == queue = <<>>

Enq(v) ==
  /\ Len(queue) < Size
  /\ queue' = Append(queue, v)

Deq(v) ==
  /\ queue # <<>>
  /\ v = Head(queue)
  /\ queue' = Tail(queue)

Next == \E v \in Nat : Enq(v) \/ Deq(v)

Spec == Init /\ [][Next]_queue
===============================================================================
