------------------------- MODULE MCModeratedInterrupt -------------------------
(***************************************************************************)
(* A device that leaves a time between two interrupts.  A thread that has  *)
(* masked the interrupt gives it at once, or has it put off by marking it  *)
(* pending; who finds it pending has nothing to do.  The scheduler takes   *)
(* the mark away and then gives the interrupt.  How long that is is not    *)
(* modelled: a thread may find either to be right at any time.             *)
(***************************************************************************)
EXTENDS MCReceiveInterrupt

Scheduler == "t"
Pending == <<"pending", 0>>    \* an interrupt was put off; 0 or 1

ModeratedLocations == RingLocations \cup {Pending}

VARIABLE
  timer        \* the scheduler's next step with what was put off

DeviceThread == Sender \ {Scheduler}

allVars == <<vars, timer>>

ModeratedInit ==
  /\ mem = MemoryInit
  /\ sender = [s \in Sender |-> [step |-> "idle", index |-> 0]]
  /\ driver = [step |-> "running", polled |-> 0, waits |-> 0]
  /\ permit = FALSE
  /\ filled = 0
  /\ timer = "idle"

(* Masks the interrupt, and has not given it yet.                          *)
Mask(s) ==
  /\ sender[s].step = "mask"
  /\ \E x \in CompareAndSet(mem, s, Enabled, 1, 0) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s].step = IF x.ok THEN "give" ELSE "idle"]
  /\ UNCHANGED <<driver, permit, filled, timer>>

GiveAtOnce(s) ==
  /\ sender[s].step = "give"
  /\ permit' = TRUE
  /\ sender' = [sender EXCEPT ![s].step = "idle"]
  /\ UNCHANGED <<mem, driver, filled, timer>>

PutOff(s) ==
  /\ sender[s].step = "give"
  /\ \E x \in CompareAndSet(mem, s, Pending, 0, 1) :
       /\ mem' = x.mem
       /\ timer' = IF x.ok THEN "due" ELSE timer
  /\ sender' = [sender EXCEPT ![s].step = "idle"]
  /\ UNCHANGED <<driver, permit, filled>>

Unmark ==
  /\ timer = "due"
  /\ mem' \in Store(mem, Scheduler, Pending, 0, "release")
  /\ timer' = "fence"
  /\ UNCHANGED <<sender, driver, permit, filled>>

(* The store is volatile.                                                  *)
FenceBehindUnmark ==
  /\ timer = "fence"
  /\ mem' \in Fence(mem, Scheduler)
  /\ timer' = "give"
  /\ UNCHANGED <<sender, driver, permit, filled>>

GiveLate ==
  /\ timer = "give"
  /\ permit' = TRUE
  /\ timer' = "idle"
  /\ UNCHANGED <<mem, sender, driver, filled>>

FillModerated(s) ==
  \/ /\ \/ Complete(s)
        \/ FenceBeforeInterrupt(s)
        \/ \E e \in {0, 1} : LoadEnabled(s, e)
     /\ UNCHANGED timer
  \/ Mask(s)
  \/ GiveAtOnce(s)
  \/ PutOff(s)

Fire == Unmark \/ FenceBehindUnmark \/ GiveLate

Rest == (Poll \/ Enable \/ Wait \/ FlushStep) /\ UNCHANGED timer

ModeratedNext ==
  \/ \E s \in DeviceThread : (Claim(s) /\ UNCHANGED timer) \/ FillModerated(s)
  \/ Fire
  \/ Rest

(* What was put off is given some time.                                    *)
ModeratedFairness ==
  /\ SF_allVars(Poll /\ UNCHANGED timer)
  /\ WF_allVars(Wait /\ UNCHANGED timer)
  /\ WF_allVars(FlushStep /\ UNCHANGED timer)
  /\ WF_allVars(Fire)
  /\ \A s \in DeviceThread : WF_allVars(FillModerated(s))

ModeratedSpec == ModeratedInit /\ [][ModeratedNext]_allVars /\ ModeratedFairness

(* As WillBeWoken; an interrupt that was put off will wake it too.         *)
WillBeWokenSomeTime ==
  (driver.step = "park" /\ driver.polled < filled)
    => (permit \/ timer # "idle" \/ \E s \in DeviceThread : sender[s].step # "idle")
===============================================================================
