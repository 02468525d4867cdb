------------------------------ MODULE ByteCount -------------------------------
(***************************************************************************)
(* The byte count of a sockbuf: two free-running counters, wbytes written  *)
(* by the producer only and rbytes written by the consumer only.  There is *)
(* no exact count: the producer has its own counter exactly and rbytes as  *)
(* of some time ago, which makes an upper bound; the consumer has a lower  *)
(* bound; a third observer, which loads both, has neither.                 *)
(*                                                                         *)
(* The links of the queue are one location here, the number of bytes in    *)
(* all packets linked so far.  A packet is linked first and counted then,  *)
(* so a consumer that follows the links may take it before it sees wbytes  *)
(* grow.                                                                   *)
(*                                                                         *)
(* Counters wrap, and are compared by subtraction.  Each action is at most *)
(* one access to shared memory, of any of the models of Memory.tla.        *)
(***************************************************************************)
EXTENDS Memory, Integers, TLC

CONSTANTS
  HiWat,               \* high-water mark
  Length,              \* lengths of packets; positive
  Modulus,             \* where counters wrap; more than twice any difference of counters
  LinkStore, LinkLoad, \* mode of the producer's store of the links, and of the consumer's load
  WStore, WLoad,       \* of the producer's store of wbytes, and of everybody's loads
  RStore, RLoad        \* of the consumer's store of rbytes, and of everybody's loads

Link == "link"
WBytes == "wbytes"
RBytes == "rbytes"

CountLocations == {Link, WBytes, RBytes}

VARIABLES
  mem,
  producer,        \* [step, w, r, want]: own count, rbytes as last loaded, the packet in hand
  consumer,        \* [step, r, w, l, beyond]: own count, wbytes and links as last loaded;
                   \* beyond is history: wbytes counted what was not linked
  observer,        \* [step, w, estimate]
  used             \* history: bytes linked and not dropped

vars == <<mem, producer, consumer, observer, used>>

Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b

Add(counter, n) == (counter + n) % Modulus
Diff(a, b) ==
  LET d == (a - b) % Modulus IN IF 2 * d < Modulus THEN d ELSE d - Modulus

(* Counters start shortly before they wrap.                                *)
Start == Modulus - 2

CountInit == [l \in Location |-> IF l \in CountLocations THEN Start ELSE 0]
ProducerInit == [step |-> "idle", w |-> Start, r |-> Start, want |-> 0]
ConsumerInit == [step |-> "idle", r |-> Start, w |-> Start, l |-> Start, beyond |-> FALSE]
ObserverInit == [step |-> "idle", w |-> Start, estimate |-> 0]

Init ==
  /\ mem = MemoryWith(CountInit)
  /\ producer = ProducerInit
  /\ consumer = ConsumerInit
  /\ observer = ObserverInit
  /\ used = 0

-------------------------------------------------------------------------------
(* The bounds.  The consumer's would be below zero where it dequeued what  *)
(* it has not seen counted; it takes the later of two counts (clamps at 0) *)
(* before it subtracts.                                                    *)
Later(a, b) == IF Diff(a, b) > 0 THEN a ELSE b

Upper == Diff(producer.w, producer.r)
Lower == Diff(consumer.w, consumer.r)

Space == HiWat - Upper
Found == Diff(consumer.l, consumer.r)

-------------------------------------------------------------------------------
(* Producer                                                                *)

(* rbytes is loaded only when the value at hand leaves no room.            *)
LoadR(n) ==
  /\ producer.step = "idle"
  /\ n \in Length
  /\ n > Space
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' =
            IF n <= HiWat - Diff(producer.w, x.val)
            THEN [producer EXCEPT !.r = x.val, !.step = "link", !.want = n]
            ELSE [producer EXCEPT !.r = x.val]
  /\ UNCHANGED <<consumer, observer, used>>

AppendLink(n) ==
  /\ \/ producer.step = "idle" /\ n \in Length
     \/ producer.step = "link" /\ n = producer.want
  /\ n <= Space
  /\ mem' \in Store(mem, "p", Link, Add(producer.w, n), LinkStore)
  /\ producer' = [producer EXCEPT !.step = "publish", !.w = Add(@, n), !.want = 0]
  /\ used' = used + n
  /\ UNCHANGED <<consumer, observer>>

AppendPublish ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", WBytes, producer.w, WStore)
  /\ producer' = [producer EXCEPT !.step = "idle"]
  /\ UNCHANGED <<consumer, observer, used>>

-------------------------------------------------------------------------------
(* Consumer                                                                *)

(* The count first; what it counts is then found linked.                   *)
LoadW ==
  /\ consumer.step = "idle"
  /\ \E x \in Load(mem, "c", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ consumer' = [consumer EXCEPT
            !.w = Later(x.val, consumer.r),
            !.step = IF Diff(x.val, consumer.r) > 0 THEN "walk" ELSE "idle"]
  /\ UNCHANGED <<producer, observer, used>>

(* The links, after the count or without it.                               *)
LoadLink ==
  /\ consumer.step \in {"idle", "walk"}
  /\ \E x \in Load(mem, "c", Link, LinkLoad) :
       /\ mem' = x.mem
       /\ consumer' = [consumer EXCEPT
            !.l = Later(x.val, consumer.r),
            !.beyond = @ \/ (consumer.step = "walk" /\ Diff(consumer.w, x.val) > 0),
            !.step = "idle"]
  /\ UNCHANGED <<producer, observer, used>>

(* What was found, be it counted or not.                                   *)
DequeueCount(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Found
  /\ mem' \in Store(mem, "c", RBytes, Add(consumer.r, n), RStore)
  /\ consumer' = [consumer EXCEPT !.r = Add(@, n), !.w = Later(@, Add(consumer.r, n))]
  /\ used' = used - n
  /\ UNCHANGED <<producer, observer>>

-------------------------------------------------------------------------------
(* Anybody else: an estimate.  wbytes first, so that it is not above the   *)
(* high-water mark; clamped, for it may be below zero.                     *)
ObserveW ==
  /\ "o" \in Thread
  /\ observer.step = "idle"
  /\ \E x \in Load(mem, "o", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ observer' = [step |-> "rbytes", w |-> x.val, estimate |-> 0]
  /\ UNCHANGED <<producer, consumer, used>>

ObserveR ==
  /\ "o" \in Thread
  /\ observer.step = "rbytes"
  /\ \E x \in Load(mem, "o", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ observer' = [step |-> "idle", w |-> Start,
                       estimate |-> Max(0, Diff(observer.w, x.val))]
  /\ UNCHANGED <<producer, consumer, used>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, consumer, observer, used>>

Produce == AppendPublish \/ \E n \in Length : LoadR(n) \/ AppendLink(n)

Consume == LoadW \/ LoadLink \/ \E n \in 1..HiWat : DequeueCount(n)

Next == Produce \/ Consume \/ ObserveW \/ ObserveR \/ FlushStep

Spec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
NeverOverfull == used <= HiWat

(* Each side's bound is on its side of the truth.                          *)
UpperIsUpper == Upper >= used
LowerIsLower == Lower \in 0..used
FoundIsThere == Found <= used /\ used >= 0

(* What is counted is linked.                                              *)
CountedIsLinked == ~consumer.beyond

EstimateInRange == observer.estimate \in 0..HiWat
===============================================================================
