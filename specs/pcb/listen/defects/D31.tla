--------------------------------- MODULE D31 ----------------------------------
(* D31: listen returns when the owner has inserted the block, and the      *)
(* others hear of it.                                                      *)
EXTENDS MCReplicas

BeginAndReturn(c) ==
  /\ At(c, "ask insert")
  /\ table[c] = {}
  /\ table' = [table EXCEPT ![c] = @ \cup {Which(c)}]
  /\ returned' = returned \cup {Which(c)}
  /\ GotAndPut(c, Next(c), Message("insert", Which(c)))
  /\ UNCHANGED <<using, asked, refused, closed, freed, packets>>

D31Next ==
  \/ Outside
  \/ \E c \in Cpu : Packet(c) \/ (IF At(c, "ask insert") THEN BeginAndReturn(c) ELSE Ring(c))

D31Spec == Init /\ [][D31Next]_vars
===============================================================================
