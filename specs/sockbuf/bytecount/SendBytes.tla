------------------------------ MODULE SendBytes -------------------------------
(***************************************************************************)
(* The byte count of so_snd: the producer is the writer that holds the     *)
(* user-side lock, the consumer is the protocol thread that owns the       *)
(* socket.  Bytes stay queued until they are acknowledged.                 *)
(*                                                                         *)
(* A writer that finds no room sends the owner a predicate message and     *)
(* waits for the reply (see handshake).  What the message and the reply    *)
(* carry is the sender's view: the count that the writer loads after the   *)
(* reply is not older than the one that made the owner reply.              *)
(***************************************************************************)
EXTENDS ByteCount

CONSTANTS TellStore, TellLoad    \* mode of the store that hands over a message, and of the load

Ask == "ask"         \* the writer's predicate message: changes with each
Reply == "reply"     \* the message that was replied to last

SendLocations == CountLocations \cup {Ask, Reply}

(* sent, una: counters of the bytes transmitted, and acknowledged.  ask:   *)
(* the last message that arrived.  waiter: how many bytes its sender wants *)
(* room for, 0 for no waiter.                                              *)
SendInit ==
  /\ mem = MemoryWith(CountInit)
  /\ producer = ProducerInit @@ [ask |-> 0]
  /\ consumer = ConsumerInit @@ [sent |-> Start, una |-> Start, ask |-> 0, waiter |-> 0]
  /\ observer = ObserverInit
  /\ used = 0

-------------------------------------------------------------------------------
(* Writer; AppendLink and AppendPublish as they are                        *)

(* Send space, from the upper bound.  The writer looks again when the      *)
(* value at hand leaves no room, and after a reply.                        *)
LoadSpace(n) ==
  /\ \/ producer.step = "idle" /\ n \in Length /\ n > Space
     \/ producer.step = "again" /\ n = producer.want
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' = [producer EXCEPT
            !.r = x.val,
            !.want = n,
            !.step = IF n <= HiWat - Diff(producer.w, x.val) THEN "link" ELSE "ask"]
  /\ UNCHANGED <<consumer, observer, used>>

SendPredicate ==
  /\ producer.step = "ask"
  /\ mem' \in Store(mem, "p", Ask, 1 - producer.ask, TellStore)
  /\ producer' = [producer EXCEPT !.step = "wait", !.ask = 1 - @]
  /\ UNCHANGED <<consumer, observer, used>>

Resume ==
  /\ producer.step = "wait"
  /\ \E x \in Load(mem, "p", Reply, TellLoad) :
       /\ mem' = x.mem
       /\ producer' = IF x.val = producer.ask
                      THEN [producer EXCEPT !.step = "again"] ELSE producer
  /\ UNCHANGED <<consumer, observer, used>>

-------------------------------------------------------------------------------
(* Owner; LoadW and LoadLink as they are                                   *)

Sent == Diff(consumer.sent, consumer.r)

(* How much to transmit, from the lower bound.                             *)
Transmit(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Lower - Sent
  /\ consumer' = [consumer EXCEPT !.sent = Add(@, n)]
  /\ UNCHANGED <<mem, producer, observer, used>>

(* What the note cursor found newly linked, counted or not.                *)
TransmitNoted(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Found - Sent
  /\ consumer' = [consumer EXCEPT !.sent = Add(@, n)]
  /\ UNCHANGED <<mem, producer, observer, used>>

(* An ACK for n bytes arrives; one for bytes that were not transmitted is  *)
(* ignored.  It drops no more than the lower bound, which is at least what *)
(* was transmitted.                                                        *)
MayDrop == Max(Lower, Sent)

AckDrop(n) ==
  /\ consumer.step = "idle"
  /\ n \in 1..Sent
  /\ LET drop == Min(n, MayDrop)
         r    == Add(consumer.r, drop)
     IN  /\ mem' \in Store(mem, "c", RBytes, r, RStore)
         /\ consumer' = [consumer EXCEPT
              !.r = r,
              !.w = Later(@, r),
              !.l = Later(@, r),
              !.una = Add(@, n),
              !.step = IF consumer.waiter > 0 THEN "evaluate" ELSE "idle"]
         /\ used' = used - drop
  /\ UNCHANGED <<producer, observer>>

(* The message says how many bytes its sender wants room for.              *)
LoadAsk ==
  /\ consumer.step = "idle"
  /\ consumer.waiter = 0
  /\ \E x \in Load(mem, "c", Ask, TellLoad) :
       /\ mem' = x.mem
       /\ consumer' = IF x.val = consumer.ask
                      THEN consumer
                      ELSE [consumer EXCEPT !.ask = x.val, !.waiter = producer.want,
                                            !.step = "evaluate"]
  /\ UNCHANGED <<producer, observer, used>>

Evaluate ==
  /\ consumer.step = "evaluate"
  /\ \E x \in Load(mem, "c", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ LET w == Later(x.val, consumer.r)
          IN  consumer' = [consumer EXCEPT
                !.w = w,
                !.step = IF consumer.waiter <= HiWat - Diff(w, consumer.r)
                         THEN "reply" ELSE "idle"]
  /\ UNCHANGED <<producer, observer, used>>

SendReply ==
  /\ consumer.step = "reply"
  /\ mem' \in Store(mem, "c", Reply, consumer.ask, TellStore)
  /\ consumer' = [consumer EXCEPT !.step = "idle", !.waiter = 0]
  /\ UNCHANGED <<producer, observer, used>>

-------------------------------------------------------------------------------
Write ==
  \/ \E n \in Length : LoadSpace(n) \/ AppendLink(n)
  \/ AppendPublish \/ SendPredicate \/ Resume

OwnerStep ==
  \/ LoadW \/ LoadLink \/ LoadAsk \/ Evaluate \/ SendReply
  \/ \E n \in 1..HiWat : Transmit(n) \/ TransmitNoted(n) \/ AckDrop(n)

SendNext == Write \/ OwnerStep \/ FlushStep

(* Fairness, with what enables a step and what it does spelled out.  A     *)
(* write that has begun goes on; the owner goes on, and takes the messages *)
(* that arrive; stores become visible; a load that is repeated returns the *)
(* newest value in the end, which says nothing of a load that is made once *)
(* for each reply.  No byte has to be acknowledged.                        *)
Replied == producer.step = "wait" /\ Last(mem, Reply) = producer.ask
Asked == consumer.step = "idle" /\ consumer.waiter = 0 /\ Last(mem, Ask) # consumer.ask

SendFairness ==
  /\ []<>(producer.step \in {"idle", "wait"})
  /\ []<>(~Replied)
  /\ []<>(consumer.step = "idle")
  /\ (<>[]~Asked \/ []<><<consumer'.ask # consumer.ask>>_vars)
  /\ WF_vars(FlushStep)

SendSpec == SendInit /\ [][SendNext]_vars /\ SendFairness

-------------------------------------------------------------------------------
(* Never beyond what is queued.                                            *)
TransmitsQueued == Sent \in 0..used

(* An ACK drops what it acknowledges, and that was transmitted.            *)
AckDropsAll == consumer.una = consumer.r

(* A writer that waits for room gets it when the room is there.            *)
WriterGetsSpace ==
  (producer.step = "wait" /\ producer.want <= HiWat - used) ~> (producer.step = "publish")

===============================================================================
