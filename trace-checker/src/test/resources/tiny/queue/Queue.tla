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

(* The place of a number, from the front; 0 if it is not there.             *)
Look(v, place) ==
  /\ \/ place = 0 /\ \A i \in DOMAIN queue : queue[i] # v
     \/ place \in DOMAIN queue /\ queue[place] = v
  /\ UNCHANGED queue

Next == \E v, place \in Nat : Enq(v) \/ Deq(v) \/ Look(v, place)

Spec == Init /\ [][Next]_queue
===============================================================================
