------------------------------- MODULE D10Order -------------------------------
(* Either side does its book-keeping before the deed: the producer counts  *)
(* a packet before it is in the queue, the consumer uncounts one that is   *)
(* still there.                                                            *)
EXTENDS MCWholeLamport

AppendCounted ==
  /\ ~ProducerIdle \/ ends.counted = producer.w + 1
  /\ Produce
  /\ UNCHANGED ends

CountFirst ==
  /\ ProducerIdle
  /\ ends.counted = producer.w
  /\ producer.w + 1 \in Packet
  /\ Both!Fits(producer.w)
  /\ mem' \in Store(mem, "p", Both!Wbytes, Both!Upto(producer.w + 1), WbytesStore)
  /\ ends' = [ends EXCEPT !.counted = producer.w + 1]
  /\ UNCHANGED rest

CountFirstNext ==
  \/ AppendCounted \/ CountFirst
  \/ Both!Consumer(Consume, ConsumerIdle, read, rest)

CountFirstSpec == WholeInit /\ [][CountFirstNext]_wholeVars

(* A packet that it has seen is not yet taken.                             *)
UncountFirst ==
  /\ consumer.step = "slot"
  /\ ends.uncounted = read
  /\ mem' \in Store(mem, "c", Both!Rbytes, Both!Upto(read + 1), RbytesStore)
  /\ ends' = [ends EXCEPT !.uncounted = read + 1]
  /\ UNCHANGED rest

TakeUncounted ==
  /\ consumer.step = "slot" => ends.uncounted = read + 1
  /\ Consume
  /\ UNCHANGED ends

UncountFirstNext ==
  \/ Both!Producer(Produce, ProducerIdle, producer.w, rest)
  \/ UncountFirst \/ TakeUncounted

UncountFirstSpec == WholeInit /\ [][UncountFirstNext]_wholeVars
===============================================================================
