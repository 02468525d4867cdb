----------------------------- MODULE ReceiveBytes -----------------------------
(***************************************************************************)
(* The byte count of so_rcv: the producer is the protocol thread that owns *)
(* the socket, the consumer is the reader that holds the user-side lock.   *)
(* The peer sends what the advertised window lets it send.                 *)
(*                                                                         *)
(* The owner loads rbytes when it has something to do with it: a segment   *)
(* came, or a message: the reader's predicate message, or the notify that  *)
(* says that it has drained the buffer.  Messages carry the sender's view, *)
(* so one load per message is enough.                                      *)
(***************************************************************************)
EXTENDS ByteCount

CONSTANTS
  MaxSeg,                 \* a window smaller than a segment is not offered
  TellStore, TellLoad     \* mode of the store that hands over a message, and of the load

Ask == "ask"         \* the reader's predicate message: changes with each
Reply == "reply"     \* the message that was replied to last
Drained == "drained" \* the reader's notify: changes with each, so one of two may be missed;
                     \* a reader that waits asks anyway

ReceiveLocations == CountLocations \cup {Ask, Reply, Drained}

(* adv: the right edge of the window as advertised.  ask, drained: the     *)
(* last messages that arrived.  shrunk: history, the edge moved left.      *)
ReceiveInit ==
  /\ mem = MemoryWith(CountInit)
  /\ producer = ProducerInit @@ [adv |-> Add(Start, HiWat), ask |-> 0, drained |-> 0,
                                 waiter |-> FALSE, shrunk |-> FALSE]
  /\ consumer = ConsumerInit @@ [ask |-> 0, drained |-> 0]
  /\ observer = ObserverInit
  /\ used = 0

-------------------------------------------------------------------------------
(* Owner                                                                   *)

Window == Diff(producer.adv, producer.w)

(* A segment comes.  If it is in the window, it fits: nothing is loaded.   *)
TcpInput(n) ==
  /\ producer.step = "idle"
  /\ n \in Length
  /\ n <= Window
  /\ mem' \in Store(mem, "p", Link, Add(producer.w, n), LinkStore)
  /\ producer' = [producer EXCEPT !.step = "publish", !.w = Add(@, n)]
  /\ used' = used + n
  /\ UNCHANGED <<consumer, observer>>

Publish ==
  /\ producer.step = "publish"
  /\ mem' \in Store(mem, "p", WBytes, producer.w, WStore)
  /\ producer' = [producer EXCEPT !.step = IF producer.waiter THEN "evaluate" ELSE "advertise"]
  /\ UNCHANGED <<consumer, observer, used>>

LoadDrained ==
  /\ producer.step = "idle"
  /\ \E x \in Load(mem, "p", Drained, TellLoad) :
       /\ mem' = x.mem
       /\ producer' = IF x.val = producer.drained
                      THEN producer
                      ELSE [producer EXCEPT !.drained = x.val, !.step = "advertise"]
  /\ UNCHANGED <<consumer, observer, used>>

LoadAsk ==
  /\ producer.step = "idle"
  /\ \E x \in Load(mem, "p", Ask, TellLoad) :
       /\ mem' = x.mem
       /\ producer' = IF x.val = producer.ask
                      THEN producer
                      ELSE [producer EXCEPT !.ask = x.val, !.waiter = TRUE,
                                            !.step = "evaluate"]
  /\ UNCHANGED <<consumer, observer, used>>

(* The owner counts with an upper bound: it may reply too early.           *)
Evaluate ==
  /\ producer.step = "evaluate"
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' = [producer EXCEPT
            !.r = x.val,
            !.step = IF Diff(producer.w, x.val) > 0 THEN "reply" ELSE "advertise"]
  /\ UNCHANGED <<consumer, observer, used>>

SendReply ==
  /\ producer.step = "reply"
  /\ mem' \in Store(mem, "p", Reply, producer.ask, TellStore)
  /\ producer' = [producer EXCEPT !.step = "advertise", !.waiter = FALSE]
  /\ UNCHANGED <<consumer, observer, used>>

(* The receive window, from the upper bound.  A silly window is not        *)
(* offered; but what was offered is not taken back.                        *)
Silly(space) == IF space < MaxSeg THEN 0 ELSE space

Offer(window) ==
  LET edge == Add(producer.w, window)
  IN  [producer EXCEPT !.adv = edge, !.shrunk = @ \/ Diff(edge, producer.adv) < 0,
                       !.step = "idle"]

Advertise ==
  /\ producer.step = "advertise"
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' =
            [Offer(Max(Silly(HiWat - Diff(producer.w, x.val)), Window)) EXCEPT !.r = x.val]
  /\ UNCHANGED <<consumer, observer, used>>

-------------------------------------------------------------------------------
(* Reader                                                                  *)

(* With nothing to read it waits.                                          *)
Snapshot ==
  /\ consumer.step = "idle"
  /\ Lower = 0
  /\ \E x \in Load(mem, "c", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ LET w == Later(x.val, consumer.r)
          IN  consumer' = [consumer EXCEPT
                !.w = w, !.step = IF Diff(w, consumer.r) > 0 THEN "walk" ELSE "ask"]
  /\ UNCHANGED <<producer, observer, used>>

Walk == consumer.step = "walk" /\ LoadLink

(* How much can be read, from the lower bound.                             *)
Read(n) ==
  /\ n \in 1..Lower
  /\ consumer.step = "idle"
  /\ LET r == Add(consumer.r, n)
     IN  /\ mem' \in Store(mem, "c", RBytes, r, RStore)
         /\ consumer' = [consumer EXCEPT !.r = r, !.l = Later(@, r), !.step = "tell"]
  /\ used' = used - n
  /\ UNCHANGED <<producer, observer>>

SendDrained ==
  /\ consumer.step = "tell"
  /\ mem' \in Store(mem, "c", Drained, 1 - consumer.drained, TellStore)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.drained = 1 - @]
  /\ UNCHANGED <<producer, observer, used>>

SendPredicate ==
  /\ consumer.step = "ask"
  /\ mem' \in Store(mem, "c", Ask, 1 - consumer.ask, TellStore)
  /\ consumer' = [consumer EXCEPT !.step = "wait", !.ask = 1 - @]
  /\ UNCHANGED <<producer, observer, used>>

Resume ==
  /\ consumer.step = "wait"
  /\ \E x \in Load(mem, "c", Reply, TellLoad) :
       /\ mem' = x.mem
       /\ consumer' = IF x.val = consumer.ask
                      THEN [consumer EXCEPT !.step = "idle"] ELSE consumer
  /\ UNCHANGED <<producer, observer, used>>

-------------------------------------------------------------------------------
OwnerOwes == Publish \/ Evaluate \/ SendReply \/ Advertise

OwnerStep == OwnerOwes \/ LoadDrained \/ LoadAsk \/ \E n \in Length : TcpInput(n)

Reader ==
  Snapshot \/ Walk \/ SendDrained \/ SendPredicate \/ Resume \/ \E n \in 1..HiWat : Read(n)

ReceiveNext == OwnerStep \/ Reader \/ FlushStep

(* Fairness, with what enables a step and what it does spelled out.  The   *)
(* owner goes on and takes the messages that arrive; the reader goes on;   *)
(* stores become visible; a load of a message that is repeated returns the *)
(* newest in the end.  No segment has to come.                             *)
Replied == consumer.step = "wait" /\ Last(mem, Reply) = consumer.ask
Asked == producer.step = "idle" /\ Last(mem, Ask) # producer.ask
Told == producer.step = "idle" /\ Last(mem, Drained) # producer.drained

ReceiveFairness ==
  /\ []<>(producer.step = "idle")
  /\ (<>[]~Asked \/ []<><<producer'.ask # producer.ask>>_vars)
  /\ (<>[]~Told \/ []<><<producer'.drained # producer.drained>>_vars)
  /\ []<>(consumer.step = "wait" \/ Lower = 0)
  /\ []<>(consumer.step = "wait" \/ Lower > 0)
  /\ []<>(~Replied)
  /\ WF_vars(FlushStep)

ReceiveSpec == ReceiveInit /\ [][ReceiveNext]_vars /\ ReceiveFairness

-------------------------------------------------------------------------------
(* The peer is never offered room that is not there.                       *)
WindowIsFree == Window \in 0..HiWat - used

EdgeStays == ~producer.shrunk

(* A closed window opens when there is room.                               *)
WindowOpens == (Window = 0 /\ MaxSeg <= HiWat - used) ~> (Window > 0)

(* A reader that waits for data gets it when it is there.                  *)
ReaderGetsData == (consumer.step = "wait" /\ used > 0) ~> (consumer.step = "tell")
===============================================================================
