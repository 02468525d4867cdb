--------------------------------- MODULE D35 ----------------------------------
(* A sender reads so_port, and puts its request later: behind the marker.  *)
(* Such a request is passed on by so_port, for the tombstone may be gone.  *)
EXTENDS MCMigration

VARIABLE read     \* what the sender has read, or None

ReadSoPort ==
  /\ read = None
  /\ asked < MaxRequests
  /\ read' = soPort[Mover]
  /\ UNCHANGED vars

PutRequest ==
  /\ read # None
  /\ read' = None
  /\ asked' = asked + 1
  /\ port' = [port EXCEPT ![read] = Append(@, Request(asked + 1))]
  /\ UNCHANGED <<pcb, exact, wild, tombs, soPort, parked, waiting, moves, sent, answered,
                 delivered, refused>>

HandleItem(c) ==
  LET q == Head(port[c])
  IN IF q.kind = "request" /\ waiting[c] = 0 /\ soPort[Mover] # c
     THEN PassOn(c, soPort[Mover], [q EXCEPT !.tagged = TRUE])
     ELSE Handle(c)

D35Next ==
  \/ ReadSoPort
  \/ PutRequest
  \/ /\ (\E r \in Peer : Land(r)) \/ \E r \in Peer \cup {None} : AskMove(r)
     /\ UNCHANGED read
  \/ /\ \E c \in Cpu : port[c] # <<>> /\ HandleItem(c)
     /\ UNCHANGED read

D35Spec == Init /\ read = None /\ [][D35Next]_<<vars, read>>
===============================================================================
