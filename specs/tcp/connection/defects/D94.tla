---------------------------------- MODULE D94 ----------------------------------
(* A reset is believed wherever in the window it stands.                    *)
EXTENDS MCConnection

Believed(t, s) == TRUE

(* Somebody else sends a reset, and knows little.                           *)
BlindReset == [e \in End |-> IF e = "B" THEN {Seg("R", 13, 0, 0)} ELSE {}]
===============================================================================
