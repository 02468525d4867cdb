------------------------------ MODULE MCReadiness -----------------------------
EXTENDS Readiness

CONSTANTS MaxUsers, FirstKnote, LastKnote    \* FirstKnote = 1: with the queue's own knote

UserSet == 1..MaxUsers
KnoteSet == FirstKnote..LastKnote

TypeOK ==
  /\ linked \subseteq Knote
  /\ closed \subseteq Knote
  /\ forgotten \subseteq Knote
  /\ active \subseteq Knote
  /\ putting \subseteq active
  /\ waking \in Nat
  /\ disabled \subseteq Knote
  /\ lock \in User \cup {Nobody}
  /\ waiters \in Seq(User)
  /\ permit \subseteq User
  /\ \A u \in DOMAIN call :
       call[u] \in {"first", "second", "announce", "announced", "retract", "park", "again"}

(* A queue that watches nothing is closed; perhaps there is one wakeup.    *)
QueueStep ==
  \/ OwnerStep
  \/ Link(Wakeup)
  \/ holds = {} /\ MakeTrue(Wakeup)
  \/ CloseSocket(Wakeup)

CloseNext == QueueStep \/ \E u \in User : Pass(u) \/ Wait(u) \/ Enter(u)

CloseSpec == ReadinessInit /\ [][CloseNext]_rvars /\ Fairness
===============================================================================
