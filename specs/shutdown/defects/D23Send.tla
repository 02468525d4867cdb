------------------------------- MODULE D23Send --------------------------------
(* D23 of the sending direction: the owner sets the bit, and sends the end *)
(* of file when it finds the buffer empty.  A writer that has tested the   *)
(* bit before appends behind the end of file.                              *)
EXTENDS MCShutdownSend

OwnerSetsBit ==
  /\ owner.step = "idle"
  /\ ~fin
  /\ mem' \in Store(mem, O, End, 1, EndStore)
  /\ owner' = [owner EXCEPT !.end = 1, !.step = "look"]
  /\ UNCHANGED <<user, written, fin>>

D23SendNext ==
  \/ TakeLock(V) \/ Inside(V)
  \/ OwnerSetsBit \/ OwnerLook

D23SendSpec == Init /\ [][D23SendNext]_vars
===============================================================================
