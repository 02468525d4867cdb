--------------------------------- MODULE D102 ----------------------------------
(* The peer's FIN is taken for the end of both directions.                  *)
EXTENDS MCConnection

AsClose(t) ==
  CASE t.st = "ESTABLISHED" -> Closed
    [] t.st = "FIN_WAIT_1" -> [t EXCEPT !.st = "CLOSING"]
    [] OTHER -> TimeWaitOf(t)
===============================================================================
