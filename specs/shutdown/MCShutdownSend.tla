---------------------------- MODULE MCShutdownSend ----------------------------
EXTENDS ShutdownSend, Sequences

LocationSet == Locations
ThreadSet == {O, S, V}

(* Under "ra" the owner never looks at the lock, so all of its history stays. *)
FewLocks == MemoryModel = "ra" => Len(mem.hist[Lock]) <= 7
===============================================================================
