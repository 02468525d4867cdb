--------------------------------- MODULE D10 ----------------------------------
(* D10: what each side can get wrong about the count.                      *)
EXTENDS MCByteCount

(* D10: a third party subtracts, and trusts the result.                    *)
ObserveTrusting ==
  /\ observer.step = "rbytes"
  /\ \E x \in Load(mem, "o", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ observer' = [step |-> "idle", w |-> Start, estimate |-> Diff(observer.w, x.val)]
  /\ UNCHANGED <<producer, consumer, used>>

D10Next == Produce \/ Consume \/ ObserveW \/ ObserveTrusting \/ FlushStep
D10Spec == Init /\ [][D10Next]_vars

(* D10-order: it clamps at 0, but loads rbytes before wbytes.              *)
ObserveRFirst ==
  /\ observer.step = "idle"
  /\ \E x \in Load(mem, "o", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ observer' = [step |-> "wbytes", w |-> x.val, estimate |-> 0]
  /\ UNCHANGED <<producer, consumer, used>>

ObserveWSecond ==
  /\ observer.step = "wbytes"
  /\ \E x \in Load(mem, "o", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ observer' = [step |-> "idle", w |-> Start,
                       estimate |-> Max(0, Diff(x.val, observer.w))]
  /\ UNCHANGED <<producer, consumer, used>>

OrderNext == Produce \/ Consume \/ ObserveRFirst \/ ObserveWSecond \/ FlushStep
OrderSpec == Init /\ [][OrderNext]_vars

(* D10-link: the packet is counted before it is linked.                    *)
PublishFirst(n) ==
  /\ \/ producer.step = "idle" /\ n \in Length
     \/ producer.step = "link" /\ n = producer.want
  /\ n <= Space
  /\ mem' \in Store(mem, "p", WBytes, Add(producer.w, n), WStore)
  /\ producer' = [producer EXCEPT !.step = "publish", !.w = Add(@, n), !.want = 0]
  /\ UNCHANGED <<consumer, observer, used>>

LinkSecond ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", Link, producer.w, LinkStore)
  /\ producer' = [producer EXCEPT !.step = "idle"]
  /\ used' = Diff(producer.w, consumer.r)
  /\ UNCHANGED <<consumer, observer>>

LinkNext ==
  Consume \/ FlushStep \/ LinkSecond \/ \E n \in Length : LoadR(n) \/ PublishFirst(n)
LinkSpec == Init /\ [][LinkNext]_vars

(* D10-clamp: the consumer does not clamp its own bound.                   *)
DequeueUnclamped(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Found
  /\ mem' \in Store(mem, "c", RBytes, Add(consumer.r, n), RStore)
  /\ consumer' = [consumer EXCEPT !.r = Add(@, n)]
  /\ used' = used - n
  /\ UNCHANGED <<producer, observer>>

ClampNext == Produce \/ LoadW \/ LoadLink \/ FlushStep \/ \E n \in 1..HiWat : DequeueUnclamped(n)
ClampSpec == Init /\ [][ClampNext]_vars

(* D10-side: the producer takes its space from the consumer's bound.       *)
AppendByLower(n) ==
  /\ producer.step = "idle"
  /\ n \in Length
  /\ n <= HiWat - Lower
  /\ mem' \in Store(mem, "p", Link, Add(producer.w, n), LinkStore)
  /\ producer' = [producer EXCEPT !.step = "publish", !.w = Add(@, n)]
  /\ used' = used + n
  /\ UNCHANGED <<consumer, observer>>

SideNext == Consume \/ AppendPublish \/ FlushStep \/ \E n \in Length : AppendByLower(n)
SideSpec == Init /\ [][SideNext]_vars
===============================================================================
