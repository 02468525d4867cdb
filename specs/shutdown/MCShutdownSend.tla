---------------------------- MODULE MCShutdownSend ----------------------------
EXTENDS ShutdownSend, Sequences

Abstract == INSTANCE SendingEnd WITH
  packets <- Last(mem, W) - owner.taken, sealed <- (Last(mem, End) = 1)
RefinesSendingEnd == Abstract!Spec

LocationSet == Locations
ThreadSet == {O, S, V}

(* Under "ra" the owner never looks at the lock, so all of its history stays. *)
FewLocks == MemoryModel = "ra" => Len(mem.hist[Lock]) <= 7
===============================================================================
