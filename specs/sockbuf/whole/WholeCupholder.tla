---------------------------- MODULE WholeCupholder ----------------------------
(* The cupholders as a whole sockbuf. *)
EXTENDS Cupholder

CONSTANTS
  Sizes, HighWater,
  WbytesStore, WbytesLoad, RbytesStore, RbytesLoad, CantMoreStore, CantMoreLoad

VARIABLE ends

Both == INSTANCE Ends

wholeVars == <<vars, ends>>
rest == <<producer, consumer, got, visits, raced>>

ProducerIdle == producer.step = "idle"
ConsumerIdle == consumer.step = "idle"

WholeInit == Init /\ Both!EndsInit

WholeNext ==
  \/ Both!Producer(Produce, ProducerIdle, producer.w, rest)
  \/ Both!Consumer(Consume, ConsumerIdle, consumer.r, rest)
  \/ FlushStep /\ UNCHANGED ends

WholeSpec ==
  /\ WholeInit /\ [][WholeNext]_wholeVars
  /\ WF_wholeVars(Both!ProducerGoesOn(Produce /\ FreshHead, ProducerIdle, producer.w, rest))
  /\ WF_wholeVars(Both!ConsumerGoesOn(Consume /\ FreshW, ConsumerIdle, consumer.r, rest))
  /\ WF_wholeVars(Both!Asks(ConsumerIdle, rest) /\ Both!FreshCantMore)
  /\ SF_wholeVars(DequeueCount /\ UNCHANGED ends)
  /\ WF_wholeVars(FlushStep /\ UNCHANGED ends)

AtMost == Both!AtMost(producer.w)
AtLeast == Both!AtLeast(consumer.r)

AbstractSockbuf == INSTANCE Sockbuf WITH
  queue <- Queued, closed <- Both!Closed, eof <- ends.eof,
  atMost <- AtMost, atLeast <- AtLeast
RefinesSockbuf == AbstractSockbuf!SockbufSpec

AnnouncedIsFound == Both!AnnouncedIsFound
Bounded == AbstractSockbuf!Bounded
EofIsLast == AbstractSockbuf!EofIsLast
===============================================================================
