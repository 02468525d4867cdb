--------------------------- MODULE ReceiveInterrupt ---------------------------
(***************************************************************************)
(* The interrupt of a receive ring.  The device completes a descriptor, or *)
(* those of frames that follow each other at once, and then looks whether  *)
(* the interrupt is enabled; if so it masks it and wakes the driver.  The  *)
(* driver that has drained its ring enables the interrupt, looks at the    *)
(* ring once more, and parks.  Both sides write one word and then read the *)
(* other's (Dekker), with a fence between.                                 *)
(*                                                                         *)
(* A volatile load is a fence and then a load.  The ring is a word for     *)
(* each descriptor, with one completion each: descriptors that are used    *)
(* again add nothing to who wakes whom.                                    *)
(*                                                                         *)
(* Each action is at most one access to shared memory.                     *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  MaxFrames,     \* how many frames are received
  MaxWaits       \* how often the driver enables the interrupt

Driver == "d"
Sender == Thread \ {Driver}    \* threads on which the device acts

Done(i) == <<"done", i>>       \* descriptor i is completed; 0 or 1
Enabled == <<"enabled", 0>>    \* the device may interrupt; 0 or 1

RingLocations == {Enabled} \cup {Done(i) : i \in 1..MaxFrames}

VARIABLES
  mem,
  sender,      \* each device thread's next step
  driver,      \* [step, polled, waits]
  permit,      \* the driver's park permit; the operating system's, no memory model applies
  filled       \* descriptors claimed so far; the claim itself is not what this is about

vars == <<mem, sender, driver, permit, filled>>

Init ==
  /\ mem = MemoryInit
  /\ sender = [s \in Sender |-> [step |-> "idle", index |-> 0]]
  /\ driver = [step |-> "running", polled |-> 0, waits |-> 0]
  /\ permit = FALSE
  /\ filled = 0

-------------------------------------------------------------------------------
(* Device                                                                  *)

(* A frame that follows at once is completed before the device looks.      *)
Claim(s) ==
  /\ sender[s].step \in {"idle", "fence"}
  /\ filled < MaxFrames
  /\ filled' = filled + 1
  /\ sender' = [sender EXCEPT ![s] = [step |-> "complete", index |-> filled + 1]]
  /\ UNCHANGED <<mem, driver, permit>>

Complete(s) ==
  /\ sender[s].step = "complete"
  /\ mem' \in Store(mem, s, Done(sender[s].index), 1, "release")
  /\ sender' = [sender EXCEPT ![s].step = "fence"]
  /\ UNCHANGED <<driver, permit, filled>>

FenceBeforeInterrupt(s) ==
  /\ sender[s].step = "fence"
  /\ mem' \in Fence(mem, s)
  /\ sender' = [sender EXCEPT ![s].step = "look"]
  /\ UNCHANGED <<driver, permit, filled>>

LoadEnabled(s, e) ==
  /\ sender[s].step = "look"
  /\ \E x \in Load(mem, s, Enabled, "acquire") :
       /\ e = x.val
       /\ mem' = x.mem
  /\ sender' = [sender EXCEPT ![s].step = IF e = 1 THEN "mask" ELSE "idle"]
  /\ UNCHANGED <<driver, permit, filled>>

(* Of several device threads one masks the interrupt and raises it.        *)
Interrupt(s) ==
  /\ sender[s].step = "mask"
  /\ \E x \in CompareAndSet(mem, s, Enabled, 1, 0) :
       /\ mem' = x.mem
       /\ permit' = (permit \/ x.ok)
  /\ sender' = [sender EXCEPT ![s].step = "idle"]
  /\ UNCHANGED <<driver, filled>>

-------------------------------------------------------------------------------
(* Driver                                                                  *)

NextDone == Done(driver.polled + 1)

Poll ==
  /\ driver.step = "running"
  /\ driver.polled < MaxFrames
  /\ \E x \in Load(mem, Driver, NextDone, "acquire") :
       /\ x.val = 1
       /\ mem' = x.mem
  /\ driver' = [driver EXCEPT !.polled = @ + 1]
  /\ UNCHANGED <<sender, permit, filled>>

Enable ==
  /\ driver.step = "running"
  /\ driver.polled < MaxFrames
  /\ driver.waits < MaxWaits
  /\ mem' \in Store(mem, Driver, Enabled, 1, "release")
  /\ driver' = [driver EXCEPT !.step = "fence", !.waits = @ + 1]
  /\ UNCHANGED <<sender, permit, filled>>

FenceBeforeLook ==
  /\ driver.step = "fence"
  /\ mem' \in Fence(mem, Driver)
  /\ driver' = [driver EXCEPT !.step = "look"]
  /\ UNCHANGED <<sender, permit, filled>>

LookAgain ==
  /\ driver.step = "look"
  /\ \E x \in Load(mem, Driver, NextDone, "acquire") :
       /\ mem' = x.mem
       /\ driver' = [driver EXCEPT !.step = IF x.val = 0 THEN "park" ELSE "disable"]
  /\ UNCHANGED <<sender, permit, filled>>

Disable ==
  /\ \/ driver.step = "disable"
     \/ driver.step = "park" /\ permit
  /\ mem' \in Store(mem, Driver, Enabled, 0, "release")
  /\ permit' = (permit /\ driver.step = "disable")
  /\ driver' = [driver EXCEPT !.step = "running"]
  /\ UNCHANGED <<sender, filled>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<sender, driver, permit, filled>>

Fill(s) ==
  \/ Complete(s)
  \/ FenceBeforeInterrupt(s)
  \/ \E e \in {0, 1} : LoadEnabled(s, e)
  \/ Interrupt(s)

Wait == FenceBeforeLook \/ LookAgain \/ Disable

Next ==
  \/ \E s \in Sender : Claim(s) \/ Fill(s)
  \/ Poll
  \/ Enable
  \/ Wait
  \/ FlushStep

(* Every turn of a running driver polls (SF).  Nothing but the permit ends *)
(* a park.                                                                 *)
Fairness ==
  /\ SF_vars(Poll)
  /\ WF_vars(Wait)
  /\ WF_vars(FlushStep)
  /\ \A s \in Sender : WF_vars(Fill(s))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* A driver that parks beside a completed descriptor will be woken.        *)
WillBeWoken ==
  (driver.step = "park" /\ driver.polled < filled)
    => (permit \/ \E s \in Sender : sender[s].step # "idle")

EveryFramePolled == (driver.polled < filled) ~> (driver.polled = filled)
===============================================================================
