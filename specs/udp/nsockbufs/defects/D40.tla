--------------------------------- MODULE D40 ----------------------------------
(* D40: one message for n producers.  A user that found nothing asks the   *)
(* protocol thread of CPU 0, as if that were the only one that appends: it *)
(* looks, and then puts the user on the list.  Another CPU appends between *)
(* and finds nobody on the list.                                           *)
EXTENDS MCNSockbufs

VARIABLE asked    \* users whose message is with CPU 0

D40Vars == <<vars, asked>>

SendPredicate(u) ==
  /\ user[u] = "announce"
  /\ asked' = asked \cup {u}
  /\ UserTo(u, "leave")
  /\ UNCHANGED <<mem, producer, announced, permit, passed>>
  /\ UNCHANGED holders /\ UNCHANGED packets

Evaluate(u) ==
  /\ producer[0] = "idle"
  /\ u \in asked
  /\ \E x \in Load(mem, P(0), Ready, "acquire") :
       /\ mem' = x.mem
       /\ IF x.val # 0
          THEN /\ permit' = permit \cup {u}
               /\ asked' = asked \ {u}
               /\ UNCHANGED producer
          ELSE /\ ProducerTo(0, "enlist")
               /\ UNCHANGED <<permit, asked>>
  /\ UNCHANGED <<user, announced, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

Enlist(u) ==
  /\ producer[0] = "enlist"
  /\ u \in asked
  /\ Exchange(P(0), Waiting, Last(mem, Waiting), With(Last(mem, Waiting), u))
  /\ asked' = asked \ {u}
  /\ ProducerTo(0, "idle")
  /\ UNCHANGED <<user, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

D40Next ==
  \/ \E u \in User : SendPredicate(u) \/ Evaluate(u) \/ Enlist(u)
  \/ /\ \/ \E i \in Queue : Arrive(i) \/ Produce(i)
        \/ \E u \in User : user[u] # "announce" /\ Consume(u)
        \/ FlushStep
     /\ UNCHANGED asked

D40Spec == Init /\ asked = {} /\ [][D40Next]_D40Vars

NoneSleeps == asked = {} => NoneSleepsBeside
===============================================================================
