----------------------------- MODULE TraceSoPort ------------------------------
(* The word alone, as probes report it.                                    *)
EXTENDS SoPort

Init == SoPortInit
Spec == Init /\ [][SoPortNext]_soPort
===============================================================================
