--------------------------------- MODULE D101 ----------------------------------
(* Both close at the same time: who gets the peer's FIN goes to TIME-WAIT,   *)
(* though its own is not acknowledged.                                      *)
EXTENDS MCConnection

WithoutClosing(t) ==
  IF t.st = "ESTABLISHED" THEN [t EXCEPT !.st = "CLOSE_WAIT"] ELSE TimeWaitOf(t)
===============================================================================
