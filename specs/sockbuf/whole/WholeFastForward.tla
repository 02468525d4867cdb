--------------------------- MODULE WholeFastForward ---------------------------
(* The FastForward ring as a whole sockbuf. *)
EXTENDS FastForward

CONSTANTS
  Sizes, HighWater,
  WbytesStore, WbytesLoad, RbytesStore, RbytesLoad, CantMoreStore, CantMoreLoad

VARIABLE ends

Both == INSTANCE Ends

wholeVars == <<vars, ends>>
rest == <<producer, consumer, read, got, raced>>

ProducerIdle == producer.step = "idle"
ConsumerIdle == consumer.step = "idle"

WholeInit == Init /\ Both!EndsInit

WholeNext ==
  \/ Both!Producer(Produce, ProducerIdle, producer.w, rest)
  \/ Both!Consumer(Consume, ConsumerIdle, read, rest)
  \/ FlushStep /\ UNCHANGED ends

WholeSpec ==
  /\ WholeInit /\ [][WholeNext]_wholeVars
  /\ WF_wholeVars(Both!ProducerGoesOn(Produce /\ FreshEmpty, ProducerIdle, producer.w, rest))
  /\ WF_wholeVars(Both!ConsumerGoesOn(Consume /\ FreshFull, ConsumerIdle, read, rest))
  /\ WF_wholeVars(Both!Asks(ConsumerIdle, rest) /\ Both!FreshCantMore)
  /\ WF_wholeVars(FlushStep /\ UNCHANGED ends)

AtMost == Both!AtMost(producer.w)
AtLeast == Both!AtLeast(read)

AbstractSockbuf == INSTANCE Sockbuf WITH
  queue <- Queued, closed <- Both!Closed, eof <- ends.eof,
  atMost <- AtMost, atLeast <- AtLeast
RefinesSockbuf == AbstractSockbuf!SockbufSpec

AnnouncedIsFound == Both!AnnouncedIsFound
Bounded == AbstractSockbuf!Bounded
EofIsLast == AbstractSockbuf!EofIsLast
===============================================================================
