---------------------------------- MODULE D95 ----------------------------------
(* An acknowledgment of what was never sent is believed.                    *)
EXTENDS MCConnection

Believed(t, s) == TRUE

BlindAck == [e \in End |-> IF e = "B" THEN {Seg("A", 11, 63, 0)} ELSE {}]
===============================================================================
