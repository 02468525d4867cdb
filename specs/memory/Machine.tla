------------------------------- MODULE Machine --------------------------------
(* What there is: threads, and the locations they share.                   *)
CONSTANTS Thread, Location
===============================================================================
