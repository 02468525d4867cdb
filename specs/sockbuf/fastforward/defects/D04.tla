--------------------------------- MODULE D04 ----------------------------------
(* D04: the code clears the slot before it reads the payload.              *)
EXTENDS MCFastForward

DequeueCountBefore ==
  /\ consumer.step = "payload"
  /\ mem' \in Store(mem, "c", Slot(consumer.r), 0, ClearStore)
  /\ consumer' = [consumer EXCEPT !.step = "late", !.r = @ + 1]
  /\ UNCHANGED <<producer, read, got, raced>>

Late == \E p \in Packet \cup {0} : LateLoadPayload(p)

D04Next == Produce \/ Look \/ DequeueCountBefore \/ Late \/ FlushStep

D04Spec == Init /\ [][D04Next]_vars

(* D04-slip: the consumer waits without bound until it is a slot behind.   *)
LookWithSlip == Look /\ Last(mem, Slot(consumer.r + 1)) # 0

ConsumeWithSlip == LookWithSlip \/ DequeueCount \/ \E p \in Packet : LoadPayload(p)

SlipNext == Produce \/ ConsumeWithSlip \/ FlushStep

SlipSpec ==
  /\ Init /\ [][SlipNext]_vars
  /\ WF_vars(Produce /\ FreshEmpty) /\ WF_vars(ConsumeWithSlip /\ FreshFull) /\ WF_vars(FlushStep)
===============================================================================
