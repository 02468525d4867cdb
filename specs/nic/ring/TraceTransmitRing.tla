-------------------------- MODULE TraceTransmitRing ---------------------------
(***************************************************************************)
(* The steps that probes report, each visible to all at once.              *)
(* TransmitRing.tla under "sc" implements it.                              *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT Count   \* numbers of frames, 0 included

VARIABLES
  enqueued,      \* frames enqueued so far
  rung,          \* frames that the device may send
  sent,          \* frames sent so far
  reclaimed      \* descriptors taken back so far

vars == <<enqueued, rung, sent, reclaimed>>

Init ==
  /\ enqueued = 0
  /\ rung = 0
  /\ sent = 0
  /\ reclaimed = 0

(* In a ring of so many descriptors.                                       *)
EnqueueFrame(n, size) ==
  /\ n = enqueued
  /\ n + 1 \in Count
  /\ n - reclaimed < size
  /\ enqueued' = n + 1
  /\ UNCHANGED <<rung, sent, reclaimed>>

RingDoorbell(n) ==
  /\ n = enqueued
  /\ rung' = n
  /\ UNCHANGED <<enqueued, sent, reclaimed>>

SendFrame(n) ==
  /\ n = sent
  /\ n < rung
  /\ sent' = n + 1
  /\ UNCHANGED <<enqueued, rung, reclaimed>>

ReclaimFrame(n) ==
  /\ n = reclaimed
  /\ n < sent
  /\ reclaimed' = n + 1
  /\ UNCHANGED <<enqueued, rung, sent>>

-------------------------------------------------------------------------------
Next ==
  \/ \E n, size \in Count : EnqueueFrame(n, size)
  \/ \E n \in Count : RingDoorbell(n) \/ SendFrame(n) \/ ReclaimFrame(n)

ReportedSpec == Init /\ [][Next]_vars
===============================================================================
