--------------------------------- MODULE D03 ----------------------------------
(* D03: the code fills the slot before it writes the payload.              *)
EXTENDS MCFastForward

AppendPublishBefore ==
  /\ producer.step = "idle"
  /\ producer.w < producer.limit
  /\ producer.w + 1 \in Packet
  /\ mem' \in Store(mem, "p", Slot(producer.w), producer.w + 1, FillStore)
  /\ producer' = [producer EXCEPT !.step = "fill"]
  /\ UNCHANGED <<consumer, read, got, raced>>

StorePayloadAfter ==
  /\ producer.step = "fill"
  /\ mem' \in Store(mem, "p", Payload(producer.w), producer.w + 1, "relaxed")
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED <<consumer, read, got, raced>>

D03Next == Probing \/ AppendPublishBefore \/ StorePayloadAfter \/ Consume \/ FlushStep

D03Spec == Init /\ [][D03Next]_vars
===============================================================================
