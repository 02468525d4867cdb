------------------------------- MODULE TraceMbuf -------------------------------
(***************************************************************************)
(* Where a packet buffer is, as probes report it.  SharedFreeList.tla      *)
(* implements it, but for the device.                                      *)
(***************************************************************************)

VARIABLE
  at      \* "free": in its pool; "owned": somebody's; "device": lent to a ring of the device

Init == at = "free"

AllocMbuf == at = "free" /\ at' = "owned"

FreeMbuf == at = "owned" /\ at' = "free"

(* A receive ring gets it to be filled, a transmit ring to be sent.        *)
LendMbuf == at = "owned" /\ at' = "device"

ReturnMbuf == at = "device" /\ at' = "owned"

Next == AllocMbuf \/ FreeMbuf \/ LendMbuf \/ ReturnMbuf

ReportedSpec == Init /\ [][Next]_at

(* At the end of a run nobody has a packet: receive rings are full, and    *)
(* what was sent is taken back with the next frame.                        *)
Settled == at # "owned"
===============================================================================
