--------------------------------- MODULE D104 ---------------------------------
(* There is no persist timer; or a window that was closed is told only when *)
(* the buffer is empty.                                                     *)
EXTENDS Window

Never == FALSE
D104Spec == Spec

WhenEmpty == More > 0 /\ Space = Buffer
===============================================================================
