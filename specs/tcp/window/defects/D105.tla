--------------------------------- MODULE D105 ---------------------------------
(* The window is taken from a segment that older ones have overtaken; or the *)
(* right edge moves along with SND.UNA though the segment's window is not    *)
(* taken; or the receiver takes back what it offered.                       *)
EXTENDS Window

AnyWindow(a) ==
  /\ una' = Max(una, a.ack)
  /\ edge' = una' + a.window
  /\ wl1' = a.seq /\ wl2' = a.ack
  /\ maxWindow' = Max(maxWindow, a.window)

FromUna(a) ==
  /\ una' = Max(una, a.ack)
  /\ IF TellsWindow(a)
     THEN /\ edge' = a.ack + a.window
          /\ wl1' = a.seq /\ wl2' = a.ack
          /\ maxWindow' = Max(maxWindow, a.window)
     ELSE /\ edge' = edge + (una' - una)
          /\ UNCHANGED <<wl1, wl2, maxWindow>>

(* The buffer gets smaller (SO_RCVBUF).                                     *)
Shrink ==
  /\ adv > rcv
  /\ adv' = adv - 1
  /\ UNCHANGED <<text, acks, rcv, read, unacked, due, own>>
  /\ UNCHANGED sender

BackSpec == Init /\ [][Next \/ Shrink]_vars
===============================================================================
