--------------------------------- MODULE D36 ----------------------------------
(* The old CPU takes the tombstone away by itself, with the marker; or     *)
(* nobody tells it to.                                                     *)
EXTENDS MCMigration

Own(c, m) == \E t \in tombs[c] : t.id = m.id /\ t.epoch = m.epoch

RetireWithMarker(c, m) ==
  /\ port' = [port EXCEPT ![c] = Tail(@), ![Gone(c).to] = Append(@, m)]
  /\ tombs' = [tombs EXCEPT ![c] = {t \in @ : t.epoch # m.epoch}]
  /\ UNCHANGED <<pcb, exact, wild, soPort, parked, waiting, moves, sent, asked, answered, delivered,
                 refused>>

Early(c) ==
  LET m == Head(port[c])
  IN IF m.kind = "marker" /\ Own(c, m) THEN RetireWithMarker(c, m) ELSE Handle(c)

D36Early == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ Early(c)]_vars

RelinkOnly(c, m) ==
  /\ pcb' = [pcb EXCEPT ![m.id].state = "live"]
  /\ exact' = IF pcb[m.id].key = None THEN exact ELSE [exact EXCEPT ![c][pcb[m.id].key] = m.id]
  /\ wild' = IF pcb[m.id].key = None THEN m.id ELSE wild
  /\ port' = [port EXCEPT ![c] = Tail(@)]
  /\ waiting' = [waiting EXCEPT ![c] = m.markers]
  /\ UNCHANGED <<tombs, soPort, parked, moves, sent, asked, answered, delivered, refused>>

Never(c) ==
  LET m == Head(port[c])
  IN IF m.kind = "move" THEN RelinkOnly(c, m) ELSE Handle(c)

D36Never == Init /\ [][Outside \/ \E c \in Cpu : port[c] # <<>> /\ Never(c)]_vars
===============================================================================
