----------------------------- MODULE TransmitRing -----------------------------
(***************************************************************************)
(* The transmit descriptor ring.  The driver puts frames into descriptors  *)
(* and rings the doorbell, which tells the device how far; the device      *)
(* sends them in order and says how far it is; the driver takes the        *)
(* descriptors back and frees the buffers, which may be written again      *)
(* then.                                                                   *)
(*                                                                         *)
(* Counts run free; descriptor n is the one of index n modulo Size.  Each  *)
(* action is at most one access to shared memory, of any of the models of  *)
(* Memory.tla.                                                             *)
(*                                                                         *)
(* A descriptor and its buffer are plain memory, and one location here: n  *)
(* is the frame with number n, 0 a buffer that is free.  ReadMark(n) stands*)
(* for the device's reads of it, so that the driver can be asked whether   *)
(* it has seen them.                                                       *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  Size,                 \* descriptors of the ring
  Frames,               \* frames are numbered 1, 2, ... in the order of enqueuing
  BellStore, BellLoad,  \* mode of the driver's store of the doorbell, and of the device's load
  SentStore, SentLoad   \* mode of the device's store of the count sent, and of the driver's load

Doorbell == <<"doorbell", 0>>  \* descriptors that the device may send
Sent == <<"sent", 0>>          \* descriptors sent
Buffer(n) == <<"buffer", n % Size>>
ReadMark(n) == <<"read", n % Size>>

RingLocations ==
  {Doorbell, Sent} \cup {Buffer(n) : n \in 0..Size - 1} \cup {ReadMark(n) : n \in 0..Size - 1}

VARIABLES
  mem,
  driver,      \* [enqueued, rung, sent, reclaimed]: own counts, and the count sent as last loaded
  device,      \* [step, sent, rung]: next step, own count, and the doorbell as last loaded
  onWire,      \* history: the frame sent last
  wrong        \* history: a buffer was touched by both at once

vars == <<mem, driver, device, onWire, wrong>>

Init ==
  /\ mem = MemoryInit
  /\ driver = [enqueued |-> 0, rung |-> 0, sent |-> 0, reclaimed |-> 0]
  /\ device = [step |-> "idle", sent |-> 0, rung |-> 0]
  /\ onWire = 0
  /\ wrong = FALSE

-------------------------------------------------------------------------------
(* Driver                                                                  *)

EnqueueFrame(n) ==
  /\ n = driver.enqueued
  /\ n - driver.reclaimed < Size
  /\ n + 1 \in Frames
  /\ mem' \in Store(mem, "d", Buffer(n), n + 1, "relaxed")
  /\ wrong' = (wrong \/ Unseen(mem, "d", ReadMark(n)))
  /\ driver' = [driver EXCEPT !.enqueued = n + 1]
  /\ UNCHANGED <<device, onWire>>

RingDoorbell(n) ==
  /\ n = driver.enqueued
  /\ driver.rung < n
  /\ mem' \in Store(mem, "d", Doorbell, n, BellStore)
  /\ driver' = [driver EXCEPT !.rung = n]
  /\ UNCHANGED <<device, onWire, wrong>>

LoadSent ==
  /\ driver.reclaimed = driver.sent
  /\ driver.sent < driver.enqueued
  /\ \E x \in Load(mem, "d", Sent, SentLoad) :
       /\ mem' = x.mem
       /\ driver' = [driver EXCEPT !.sent = x.val]
  /\ UNCHANGED <<device, onWire, wrong>>

(* The buffer is freed: somebody may write it.                             *)
ReclaimFrame(n) ==
  /\ n = driver.reclaimed
  /\ n < driver.sent
  /\ mem' \in Store(mem, "d", Buffer(n), 0, "relaxed")
  /\ wrong' = (wrong \/ Unseen(mem, "d", ReadMark(n)))
  /\ driver' = [driver EXCEPT !.reclaimed = n + 1]
  /\ UNCHANGED <<device, onWire>>

-------------------------------------------------------------------------------
(* Device                                                                  *)

LoadDoorbell ==
  /\ device.step = "idle"
  /\ device.sent = device.rung
  /\ \E x \in Load(mem, "n", Doorbell, BellLoad) :
       /\ mem' = x.mem
       /\ device' = [device EXCEPT !.rung = x.val]
  /\ UNCHANGED <<driver, onWire, wrong>>

ReadFrame(n) ==
  \E x \in Load(mem, "n", Buffer(n), "relaxed") :
    /\ onWire' = x.val
    /\ wrong' = (wrong \/ Unseen(mem, "n", Buffer(n)))
    /\ IF MemoryModel = "ra"
       THEN mem' \in Store(x.mem, "n", ReadMark(n), 0, "relaxed")
       ELSE mem' = x.mem

SendFrame(n) ==
  /\ device.step = "idle"
  /\ n = device.sent
  /\ n < device.rung
  /\ ReadFrame(n)
  /\ device' = [device EXCEPT !.step = "complete", !.sent = n + 1]
  /\ UNCHANGED driver

CompleteFrame ==
  /\ device.step = "complete"
  /\ mem' \in Store(mem, "n", Sent, device.sent, SentStore)
  /\ device' = [device EXCEPT !.step = "idle"]
  /\ UNCHANGED <<driver, onWire, wrong>>

(* A relaxed store of the count does not wait for the read of the frame.   *)
CompleteFirst ==
  /\ MemoryModel = "ra" /\ SentStore = "relaxed"
  /\ device.step = "idle"
  /\ device.sent < device.rung
  /\ mem' \in Store(mem, "n", Sent, device.sent + 1, SentStore)
  /\ device' = [device EXCEPT !.step = "late"]
  /\ UNCHANGED <<driver, onWire, wrong>>

SendLate ==
  /\ device.step = "late"
  /\ ReadFrame(device.sent)
  /\ device' = [device EXCEPT !.step = "idle", !.sent = @ + 1]
  /\ UNCHANGED driver

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<driver, device, onWire, wrong>>

Counts == Frames \cup {0}

Enqueue == \E n \in Counts : EnqueueFrame(n)
Ring == \E n \in Counts : RingDoorbell(n)
Reclaim == LoadSent \/ \E n \in Counts : ReclaimFrame(n)
Send == (\E n \in Counts : SendFrame(n)) \/ CompleteFrame \/ CompleteFirst \/ SendLate

Next == Enqueue \/ Ring \/ Reclaim \/ LoadDoorbell \/ Send \/ FlushStep

(* What is enqueued is rung for; both sides go on, stores become visible,  *)
(* and a load that is repeated returns the newest value in the end.        *)
FreshDoorbell == device'.rung = Last(mem, Doorbell)
FreshSent == LoadSent => driver'.sent = Last(mem, Sent)

Fairness ==
  /\ WF_vars(Ring)
  /\ WF_vars(Reclaim /\ FreshSent)
  /\ WF_vars(LoadDoorbell /\ FreshDoorbell)
  /\ WF_vars(Send)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Each frame is sent once, in order, with its own bytes.                  *)
InOrder == onWire = device.sent

NothingWrong == ~wrong

OnlySentIsReclaimed == driver.reclaimed <= device.sent

EverythingReclaimed == \A n \in Frames : (driver.enqueued >= n) ~> (driver.reclaimed >= n)
===============================================================================
