--------------------------------- MODULE D154 ---------------------------------
(* D154: the owner puts the marker when it closes the gate, whoever is in. *)
EXTENDS MCGate

CloseAndMark(k) ==
  /\ owner[k] = "close"
  /\ OwnerTo(k, "marker")
  /\ Add(C(k), State(k), Closed)
  /\ UNCHANGED <<sender, at, seen, asked, port>>

D154Next ==
  \/ \E s \in Sender : Send(s)
  \/ \E k \in Stay : NameNext(k) \/ (IF owner[k] = "close" THEN CloseAndMark(k) ELSE Depart(k))
  \/ FlushStep

D154Spec == Init /\ [][D154Next]_vars
===============================================================================
