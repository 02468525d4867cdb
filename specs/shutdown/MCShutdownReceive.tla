--------------------------- MODULE MCShutdownReceive --------------------------
EXTENDS ShutdownReceive, Sequences

Abstract == INSTANCE ReceivingEnd WITH
  packets <- Last(mem, W) - Last(mem, Taken), ended <- owner.ended
RefinesReceivingEnd == Abstract!Spec

LocationSet == Locations
ThreadSet == {O, S, R}

(* Under "ra" the owner never looks at the lock, so all of its history stays. *)
FewLocks == MemoryModel = "ra" => Len(mem.hist[Lock]) <= 7
===============================================================================
