---------------------------------- MODULE D92 ----------------------------------
(* TIME-WAIT does not acknowledge a FIN that comes again.                   *)
EXTENDS MCConnection

Silent(e, s) == Same(e)
===============================================================================
