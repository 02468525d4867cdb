---------------------------------- MODULE D98 ----------------------------------
(* A segment that comes while a place is asked for is no follower, but asks  *)
(* for one, too.                                                            *)
EXTENDS MCConnection

AsksAgain(e, s) == InSynCache(e, s)
===============================================================================
