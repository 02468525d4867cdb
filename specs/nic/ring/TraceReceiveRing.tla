--------------------------- MODULE TraceReceiveRing ---------------------------
(***************************************************************************)
(* The steps that probes report, each visible to all at once.              *)
(* ReceiveRing.tla under "sc" implements it.  Each descriptor is of one    *)
(* owner: posted and not claimed, being filled, done and not polled, or    *)
(* the driver's.                                                           *)
(***************************************************************************)
EXTENDS Integers, TLC

CONSTANTS
  Count,       \* numbers of descriptors, 0 included
  Length       \* lengths of frames

VARIABLES
  ring,        \* descriptors of the ring; 0 before the first is posted
  posted,      \* descriptors posted so far
  claimed,     \* descriptors claimed so far
  polled,      \* descriptors polled so far
  filling,     \* those that a thread of the device fills
  done         \* those filled and not polled, with the lengths of their frames

vars == <<ring, posted, claimed, polled, filling, done>>

Init ==
  /\ ring = 0
  /\ posted = 0
  /\ claimed = 0
  /\ polled = 0
  /\ filling = {}
  /\ done = <<>>

(* In a ring of so many descriptors.                                       *)
PostDescriptor(n, size) ==
  /\ n = posted
  /\ ring \in {0, size}
  /\ ring' = size
  /\ n + 1 \in Count
  /\ n - polled < size
  /\ posted' = n + 1
  /\ UNCHANGED <<claimed, polled, filling, done>>

(* As many as a frame needs.                                               *)
ClaimDescriptor(n, k) ==
  /\ n = claimed
  /\ k > 0
  /\ n + k <= posted
  /\ claimed' = n + k
  /\ filling' = filling \cup n..n + k - 1
  /\ UNCHANGED <<ring, posted, polled, done>>

CompleteDescriptor(n, length) ==
  /\ n \in filling
  /\ length \in Length
  /\ filling' = filling \ {n}
  /\ done' = (n :> length) @@ done
  /\ UNCHANGED <<ring, posted, claimed, polled>>

PollDescriptor(n, length) ==
  /\ n = polled
  /\ n \in DOMAIN done
  /\ length = done[n]
  /\ polled' = n + 1
  /\ done' = [d \in DOMAIN done \ {n} |-> done[d]]
  /\ UNCHANGED <<ring, posted, claimed, filling>>

-------------------------------------------------------------------------------
Next ==
  \/ \E n, size \in Count : PostDescriptor(n, size)
  \/ \E n, k \in Count : ClaimDescriptor(n, k)
  \/ \E n \in Count, l \in Length : CompleteDescriptor(n, l) \/ PollDescriptor(n, l)

ReportedSpec == Init /\ [][Next]_vars

(* Descriptors are numbered without end: states that differ in where the   *)
(* numbers begin are alike.                                                *)
Numbered ==
  [PostDescriptor |-> {1}, ClaimDescriptor |-> {1}, CompleteDescriptor |-> {1},
   PollDescriptor |-> {1}]

Numbers == {polled}

Rebase(k) ==
  /\ ring' = ring
  /\ posted' = posted - k
  /\ claimed' = claimed - k
  /\ polled' = polled - k
  /\ filling' = {n - k : n \in filling}
  /\ done' = [n \in {d - k : d \in DOMAIN done} |-> done[n + k]]

(* When a run has come to its end, every frame has been taken.             *)
Settled == filling = {} /\ done = <<>>
===============================================================================
