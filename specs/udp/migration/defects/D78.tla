--------------------------------- MODULE D78 ----------------------------------
(* D78: tombstones refer to a control block, and markers do not: a close   *)
(* that was chased is carried out in front of the marker, and the old CPU  *)
(* takes its tombstone away, while the marker is still to come.            *)
EXTENDS MCMigration

(* Without the references of markers.                                      *)
Markers(s) ==
  Cardinality({<<c, i>> \in Cpu \X (1..10) :
    i \in DOMAIN port[c] /\ port[c][i].kind = "marker" /\ port[c][i].id = s})

FreeEarly ==
  /\ pcb[Mover].state = "closed"
  /\ pcb[Mover].refs = Markers(Mover)
  /\ pcb' = [pcb EXCEPT ![Mover].state = "freed"]
  /\ UNCHANGED <<port, exact, wild, tombs, soPort, parked, waiting, moves, sent, asked, answered,
                 delivered, refused>>

D78Spec == Init /\ [][Next \/ FreeEarly]_vars
===============================================================================
