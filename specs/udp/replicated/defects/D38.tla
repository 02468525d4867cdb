--------------------------------- MODULE D38 ----------------------------------
(* D38: the owner takes the socket out of the tables of all CPUs by        *)
(* itself, under their locks, and frees the control block.  A handler on   *)
(* another CPU that has found it still uses it.                            *)
EXTENDS MCReplicated

CloseAll(c) ==
  /\ At(c, "ask")
  /\ Head(port[c]).key = None
  /\ LET s == Head(port[c]).id
     IN /\ key' = [key EXCEPT ![s] = None]
        /\ entry' = [d \in Cpu |-> [entry[d] EXCEPT ![s] = None]]
        /\ freed' = freed \cup {s}
        /\ waits' = waits \ {s}
  /\ Got(c)
  /\ UNCHANGED <<settled, using, asked, changes, passes, sent, delivered, wrong>>

IsClose(c) == At(c, "ask") /\ Head(port[c]).key = None

D38Next ==
  \/ Outside
  \/ \E c \in Cpu : Packet(c) \/ (IF IsClose(c) THEN CloseAll(c) ELSE Ring(c))

D38Spec == Init /\ [][D38Next]_vars
===============================================================================
