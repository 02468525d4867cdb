--------------------------------- MODULE D155 ---------------------------------
(* D155: the next gate is opened before the socket is on the next port.    *)
EXTENDS MCGate

OpenFirst(k) ==
  \/ /\ owner[k] = "forward"
     /\ Add(C(k), State(k + 1), Open)
     /\ OwnerTo(k, "open")
     /\ UNCHANGED <<sender, at, seen, asked, port>>
  \/ /\ owner[k] = "open"
     /\ Put(C(k), k + 1, Move)
     /\ OwnerTo(k, "close")
     /\ UNCHANGED <<sender, at, seen, asked>>

D155Next ==
  \/ \E s \in Sender : Send(s)
  \/ \E k \in Stay :
       \/ NameNext(k)
       \/ IF owner[k] \in {"forward", "open"} THEN OpenFirst(k) ELSE Depart(k)
  \/ FlushStep

D155Spec == Init /\ [][D155Next]_vars
===============================================================================
