------------------------------- MODULE MCWaitFor -------------------------------
EXTENDS WaitFor

CONSTANTS MaxUsers, MaxProtocols

UserSet == 1..MaxUsers
ProtocolSet == (MaxUsers + 1)..(MaxUsers + MaxProtocols)

(* In this stack no protocol thread waits.                                 *)
Nobody == {}

(* The historical order: a thread waits for those of higher number only.   *)
Upwards == {<<p, q>> \in ProtocolSet \X ProtocolSet : p < q}

TypeOK ==
  /\ \A p \in Protocol : handling[p] \in Thread \cup {NoThread}
  /\ \A t \in Thread : waits[t] \in Protocol \cup {NoThread}
  /\ holder \in Thread \cup {NoThread}
  /\ wanting \subseteq Thread
===============================================================================
