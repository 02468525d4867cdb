---------------------------------- MODULE D22 ---------------------------------
(* The consumer first looks for a packet, and asks whether more will come  *)
(* when it has found none: in between packets and the end may have come.   *)
EXTENDS MCWholeLamport

LookFirst ==
  /\ ~ends.eof
  /\ ConsumerIdle => ends.uncounted = read
  /\ Consume
  /\ ends' = [ends EXCEPT !.asked = ConsumerIdle /\ ConsumerIdle']

AskThen ==
  /\ ConsumerIdle
  /\ ends.asked
  /\ \E l \in Load(mem, "c", Both!CantMore, CantMoreLoad) :
       /\ mem' = l.mem
       /\ ends' = [ends EXCEPT !.asked = FALSE, !.eof = (l.val = 1)]
  /\ UNCHANGED rest

Uncount == ConsumerIdle /\ Both!CountDequeued(read) /\ UNCHANGED rest

LookFirstNext ==
  \/ Both!Producer(Produce, ProducerIdle, producer.w, rest)
  \/ LookFirst \/ AskThen \/ Uncount

LookFirstSpec == WholeInit /\ [][LookFirstNext]_wholeVars
===============================================================================
