--------------------------- MODULE MCSharedFreeList ----------------------------
EXTENDS SharedFreeList

LocationSet == FreeListLocations

TypeOK ==
  /\ \A t \in Thread :
       /\ thread[t].step \in {"idle", "buffer", "below", "take", "head", "link", "give"}
       /\ First(thread[t].head) \in Place \cup {0}
       /\ thread[t].below \in Place \cup {0}
       /\ takes[t] \in 0..MaxTakes
  /\ \A i \in Place : gives[i] \in 0..MaxTakes * Cardinality(Thread)
===============================================================================
