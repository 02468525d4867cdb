--------------------------------- MODULE D118 ---------------------------------
(* D118: the device may lose an interrupt, and nobody looks after a time.  *)
EXTENDS MCLossyInterrupt

D118Spec == Init /\ [][Next \/ \E s \in Sender : LoseInterrupt(s)]_vars /\ LossyFairness
===============================================================================
