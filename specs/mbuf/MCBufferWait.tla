----------------------------- MODULE MCBufferWait ------------------------------
EXTENDS BufferWait

LocationSet == WaitLocations

TypeOK ==
  /\ \A u \in User : takes[u] \in 0..MaxTakes
  /\ chosen \subseteq User
  /\ \A u \in User : InQueue(u) => u \notin chosen
  /\ Last(mem, Free) \in 0..Buffers
===============================================================================
