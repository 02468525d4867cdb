--------------------------------- MODULE D57 ----------------------------------
(* D57: one side looks without a fence, so its load may be done before its *)
(* store is visible; or the driver does not look again at all.             *)
EXTENDS MCReceiveInterrupt

SkipFence(s) ==
  /\ sender[s].step = "fence"
  /\ sender' = [sender EXCEPT ![s].step = "look"]
  /\ UNCHANGED <<mem, driver, permit, filled>>

D57DeviceNext ==
  \/ \E s \in Sender :
       \/ Claim(s)
       \/ Complete(s)
       \/ SkipFence(s)
       \/ \E e \in {0, 1} : LoadEnabled(s, e)
       \/ Interrupt(s)
  \/ Poll
  \/ Enable
  \/ Wait
  \/ FlushStep

D57DeviceSpec == Init /\ [][D57DeviceNext]_vars

LookAtOnce ==
  /\ driver.step = "fence"
  /\ driver' = [driver EXCEPT !.step = "look"]
  /\ UNCHANGED <<mem, sender, permit, filled>>

D57DriverNext ==
  \/ \E s \in Sender : Claim(s) \/ Fill(s)
  \/ Poll
  \/ Enable
  \/ LookAtOnce
  \/ LookAgain
  \/ Disable
  \/ FlushStep

D57DriverSpec == Init /\ [][D57DriverNext]_vars

ParkAtOnce ==
  /\ driver.step = "look"
  /\ driver' = [driver EXCEPT !.step = "park"]
  /\ UNCHANGED <<mem, sender, permit, filled>>

D57ParkNext ==
  \/ \E s \in Sender : Claim(s) \/ Fill(s)
  \/ Poll
  \/ Enable
  \/ FenceBeforeLook
  \/ ParkAtOnce
  \/ Disable
  \/ FlushStep

D57ParkSpec == Init /\ [][D57ParkNext]_vars
===============================================================================
