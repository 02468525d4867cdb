--------------------------------- MODULE D32 ----------------------------------
(* D32: the removal goes round the other way, and overtakes the insertion. *)
EXTENDS MCReplicas

Before(c) == (c + Cpus - 1) % Cpus

BeginOtherWay(c) ==
  /\ At(c, "ask remove")
  /\ Which(c) \notin refused
  /\ table' = [table EXCEPT ![c] = @ \ {Which(c)}]
  /\ closed' = closed \cup {Which(c)}
  /\ GotAndPut(c, Before(c), Message("remove", Which(c)))
  /\ UNCHANGED <<using, asked, returned, refused, freed, packets>>

RemoveOtherWay(c) ==
  /\ At(c, "remove")
  /\ c # Owner
  /\ table' = [table EXCEPT ![c] = @ \ {Which(c)}]
  /\ GotAndPut(c, Before(c), Head(port[c]))
  /\ UNCHANGED <<using, asked, returned, refused, closed, freed, packets>>

D32Next ==
  \/ Outside
  \/ \E c \in Cpu :
       \/ Packet(c)
       \/ IF At(c, "ask remove") THEN BeginOtherWay(c)
          ELSE IF At(c, "remove") /\ c # Owner THEN RemoveOtherWay(c)
          ELSE Ring(c)

D32Spec == Init /\ [][D32Next]_vars
===============================================================================
