--------------------------- MODULE MCLossyInterrupt ---------------------------
(***************************************************************************)
(* A device that may mask its interrupt and not raise it, and the driver's *)
(* remedy: a watchdog ends a park that lasts.                              *)
(***************************************************************************)
EXTENDS MCReceiveInterrupt

(* As Interrupt, and nobody hears of it.                                   *)
LoseInterrupt(s) ==
  /\ sender[s].step = "mask"
  /\ \E x \in CompareAndSet(mem, s, Enabled, 1, 0) : mem' = x.mem
  /\ sender' = [sender EXCEPT ![s].step = "idle"]
  /\ UNCHANGED <<driver, permit, filled>>

Watchdog ==
  /\ driver.step = "park"
  /\ driver' = [driver EXCEPT !.step = "disable"]
  /\ UNCHANGED <<mem, sender, permit, filled>>

LossyNext == Next \/ Watchdog \/ \E s \in Sender : LoseInterrupt(s)

(* The device goes on with what it has begun, in one way or the other.     *)
LossyFairness ==
  /\ SF_vars(Poll)
  /\ WF_vars(Wait)
  /\ WF_vars(FlushStep)
  /\ \A s \in Sender : WF_vars(Fill(s) \/ LoseInterrupt(s))

LossySpec == Init /\ [][LossyNext]_vars /\ LossyFairness /\ WF_vars(Watchdog)
===============================================================================
