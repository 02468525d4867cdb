--------------------------------- MODULE D128 ---------------------------------
(* D128: of frames that follow each other at once, the device looks at the *)
(* mask behind the first and not behind the last.  The driver enables the  *)
(* interrupt and looks between the two, and parks beside the second.       *)
EXTENDS MCReceiveInterrupt

Follows(s) ==
  /\ sender[s].step = "idle"
  /\ filled > 0
  /\ filled < MaxFrames
  /\ filled' = filled + 1
  /\ mem' \in Store(mem, s, Done(filled + 1), 1, "release")
  /\ UNCHANGED <<sender, driver, permit>>

D128Next == Next \/ \E s \in Sender : Follows(s)

D128Spec == Init /\ [][D128Next]_vars
===============================================================================
