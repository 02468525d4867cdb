-------------------------- MODULE TraceTransmitRing ---------------------------
(***************************************************************************)
(* The steps that probes report, each visible to all at once.              *)
(* TransmitRing.tla under "sc" implements it.                              *)
(***************************************************************************)
EXTENDS Integers

CONSTANT Count   \* numbers of frames, 0 included

VARIABLES
  ring,          \* descriptors of the ring; 0 before the first is used
  enqueued,      \* frames enqueued so far
  rung,          \* frames that the device may send
  sent,          \* frames sent so far
  reclaimed      \* descriptors taken back so far

vars == <<ring, enqueued, rung, sent, reclaimed>>

Init ==
  /\ ring = 0
  /\ enqueued = 0
  /\ rung = 0
  /\ sent = 0
  /\ reclaimed = 0

(* In a ring of so many descriptors.                                       *)
EnqueueFrame(n, size) ==
  /\ n = enqueued
  /\ ring \in {0, size}
  /\ ring' = size
  /\ n + 1 \in Count
  /\ n - reclaimed < size
  /\ enqueued' = n + 1
  /\ UNCHANGED <<rung, sent, reclaimed>>

(* A frame of several descriptors is not sent before it is whole.          *)
RingDoorbell(n) ==
  /\ n \in rung..enqueued
  /\ rung' = n
  /\ UNCHANGED <<ring, enqueued, sent, reclaimed>>

(* Of k descriptors.                                                       *)
SendFrame(n, k) ==
  /\ n = sent
  /\ k > 0
  /\ n + k <= rung
  /\ sent' = n + k
  /\ UNCHANGED <<ring, enqueued, rung, reclaimed>>

(* The driver resets a queue that sends nothing any more.                  *)
ResetRing(n) ==
  /\ n = enqueued
  /\ rung' = n
  /\ sent' = n
  /\ UNCHANGED <<ring, enqueued, reclaimed>>

ReclaimFrame(n) ==
  /\ n = reclaimed
  /\ n < sent
  /\ reclaimed' = n + 1
  /\ UNCHANGED <<ring, enqueued, rung, sent>>

-------------------------------------------------------------------------------
Next ==
  \/ \E n, k \in Count : EnqueueFrame(n, k) \/ SendFrame(n, k)
  \/ \E n \in Count : RingDoorbell(n) \/ ResetRing(n) \/ ReclaimFrame(n)

ReportedSpec == Init /\ [][Next]_vars

(* Frames are numbered without end: states that differ in where the        *)
(* numbers begin are alike.                                                *)
Numbered ==
  [EnqueueFrame |-> {1}, RingDoorbell |-> {1}, SendFrame |-> {1}, ResetRing |-> {1},
   ReclaimFrame |-> {1}]

Numbers == {reclaimed}

Rebase(k) ==
  /\ ring' = ring
  /\ enqueued' = enqueued - k
  /\ rung' = rung - k
  /\ sent' = sent - k
  /\ reclaimed' = reclaimed - k

(* When a run has come to its end, every frame has been sent.              *)
Settled == sent = enqueued
===============================================================================
