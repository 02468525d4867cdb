--------------------------------- MODULE D110 ---------------------------------
(* D110: a descriptor is marked as done before the frame is in its buffer. *)
(* As a mistake in the order of the code it fails under any memory model;  *)
(* the relaxed store of the mark, and the relaxed load, need no module.    *)
EXTENDS MCReceiveRing

MarkFirst(s) ==
  /\ sender[s].step = "buffer"
  /\ mem' \in Store(mem, s, Done(sender[s].at), 1, DoneStore)
  /\ sender' = [sender EXCEPT ![s].step = "copy"]
  /\ UNCHANGED <<driver, got, wrong>>

CopyLast(s) ==
  /\ sender[s].step = "copy"
  /\ mem' \in Store(mem, s, Buffer(sender[s].at), FrameValue(sender[s].at, TRUE), "relaxed")
  /\ sender' = [sender EXCEPT ![s] = Idle]
  /\ UNCHANGED <<driver, got, wrong>>

D110Next ==
  \/ Supply
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender : Claim(s) \/ MarkFirst(s) \/ CopyLast(s)

D110Spec == Init /\ [][D110Next]_vars
===============================================================================
