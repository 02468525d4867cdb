------------------------------ MODULE AsyncSend -------------------------------
(***************************************************************************)
(* Asynchronous sends: the user thread "p" sends a message that carries    *)
(* bytes, and the owner "c" appends them to so_snd when it arrives.  So    *)
(* both counters are the owner's.  Bytes on their way are reserved: the    *)
(* user counts what it sent, not what was appended, and its upper bound    *)
(* covers wbytes - rbytes + reserved.                                      *)
(*                                                                         *)
(* The message port is the location Link: the bytes in all messages sent.  *)
(***************************************************************************)
EXTENDS ByteCount

Reserved == Diff(producer.w, consumer.w)

AsyncInit ==
  /\ mem = MemoryWith(CountInit)
  /\ producer = ProducerInit
  /\ consumer = ConsumerInit
  /\ observer = ObserverInit
  /\ used = 0

PruSendAsync(n) ==
  /\ \/ producer.step = "idle" /\ n \in Length
     \/ producer.step = "link" /\ n = producer.want
  /\ n <= Space
  /\ mem' \in Store(mem, "p", Link, Add(producer.w, n), LinkStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = Add(@, n), !.want = 0]
  /\ UNCHANGED <<consumer, observer, used>>

Arrive == LoadLink

(* A message that arrived is appended.                                     *)
PruSend(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Diff(consumer.l, consumer.w)
  /\ mem' \in Store(mem, "c", WBytes, Add(consumer.w, n), WStore)
  /\ consumer' = [consumer EXCEPT !.w = Add(@, n)]
  /\ used' = used + n
  /\ UNCHANGED <<producer, observer>>

AckDrop(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Lower
  /\ mem' \in Store(mem, "c", RBytes, Add(consumer.r, n), RStore)
  /\ consumer' = [consumer EXCEPT !.r = Add(@, n)]
  /\ used' = used - n
  /\ UNCHANGED <<producer, observer>>

OwnerStep == Arrive \/ \E n \in 1..HiWat : PruSend(n) \/ AckDrop(n)

AsyncNext ==
  OwnerStep \/ FlushStep \/ \E n \in Length : LoadR(n) \/ PruSendAsync(n)

AsyncSpec == AsyncInit /\ [][AsyncNext]_vars

(* What is appended and what is on its way never exceed the mark.          *)
ReservedFits == Reserved >= 0 /\ used + Reserved <= HiWat

OwnerIsExact == Lower = used
===============================================================================
