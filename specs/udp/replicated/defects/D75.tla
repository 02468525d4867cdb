--------------------------------- MODULE D75 ----------------------------------
(* D75: connect takes the entries out in one pass, and puts the new one in *)
(* by a message of its own to the CPU of the peer, when the pass is back.  *)
(* Packets of the peer find nothing between.                               *)
EXTENDS MCReplicated

Without(c) ==
  /\ \/ At(c, "ask") /\ c = Owner
     \/ At(c, "pass") /\ c # Owner
  /\ Head(port[c]).key \in Peer
  /\ LET m == Head(port[c])
     IN /\ entry' = [entry EXCEPT ![c][m.id] = None]
        /\ key' = [key EXCEPT ![m.id] = m.key]
        /\ passes' = IF c = Owner THEN [passes EXCEPT ![m.id] = @ + 1] ELSE passes
        /\ GotAndPut(c, Next(c), Passing(m.id, m.key))
  /\ UNCHANGED <<settled, using, asked, waits, changes, freed, sent, delivered, wrong>>

Then(c) ==
  /\ At(c, "pass")
  /\ c = Owner
  /\ Head(port[c]).key \in Peer
  /\ GotAndPut(c, HashOf[Head(port[c]).key], [Head(port[c]) EXCEPT !.kind = "insert"])
  /\ UNCHANGED <<entry, key, settled, using, asked, waits, changes, passes, freed, sent, delivered,
                 wrong>>

PutIn(c) ==
  /\ At(c, "insert")
  /\ LET m == Head(port[c])
     IN /\ entry' = [entry EXCEPT ![c][m.id] = m.key]
        /\ settled' = [settled EXCEPT ![m.id] = m.key]
        /\ passes' = [passes EXCEPT ![m.id] = @ - 1]
        /\ waits' = waits \ {m.id}
  /\ Got(c)
  /\ UNCHANGED <<key, using, asked, changes, freed, sent, delivered, wrong>>

IsConnect(c) == (At(c, "ask") \/ At(c, "pass")) /\ Head(port[c]).key \in Peer

D75Next ==
  \/ Outside
  \/ \E c \in Cpu :
       Packet(c) \/ PutIn(c) \/ (IF IsConnect(c) THEN Without(c) \/ Then(c) ELSE Ring(c))

D75Spec == Init /\ [][D75Next]_vars
===============================================================================
