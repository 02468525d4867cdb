--------------------------------- MODULE D153 ---------------------------------
(* D153: a producer that finds the word armed stores that it has posted.   *)
(* Two do, and put the one message twice.                                  *)
EXTENDS MCArmedWait

StoreNotify(i) ==
  /\ producer[i] = "exchange"
  /\ mem' \in Store(mem, P(i), Word, Posted, "release")
  /\ ProducerTo(i, "put")
  /\ UNCHANGED <<owner, user, waits, at, appended, taken, doubled>>

D153Next ==
  \/ \E i \in Queue :
       AppendPublish(i) \/ (IF producer[i] = "exchange" THEN StoreNotify(i) ELSE Produce(i))
  \/ Own
  \/ Use
  \/ FlushStep

D153Spec == Init /\ [][D153Next]_vars
===============================================================================
