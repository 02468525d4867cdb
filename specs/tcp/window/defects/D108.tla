--------------------------------- MODULE D108 ---------------------------------
(* Silly windows: the sender waits for a full segment, or half of the       *)
(* largest window does not count; or it sends what fits; or the receiver    *)
(* offers what it has.                                                      *)
EXTENDS Window

FullOrAll(n) == n >= Mss \/ (n = Unsent /\ Idle)
Shut == una = nxt /\ Unsent > 0 /\ Usable = 0

Whatever == Longest

ByAnything == More > 0
===============================================================================
