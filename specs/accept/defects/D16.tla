--------------------------------- MODULE D16 ----------------------------------
(* D16: a connection is put on the queue by the thread that completes it,  *)
(* under the queue's lock, under which the predicate is evaluated too; but *)
(* the waiter is linked outside it.  The completion falls between, and its *)
(* scan finds nobody: here even when queueing, scan and replies are one    *)
(* step.                                                                   *)
EXTENDS MCAcceptQueue

CompleteElsewhere(c) ==
  /\ c \in arriving
  /\ owner.step # "scan"
  /\ arriving' = arriving \ {c}
  /\ queue' = Append(queue, c)
  /\ replied' = replied \cup {u \in User : OnList(u)}
  /\ waiters' = <<>>
  /\ UNCHANGED <<backlog, made, completing, filled, closer, call, hand, inflight, aborts, owner, ended>>

D16Next ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ CompleteElsewhere(c)
  \/ \E u \in User : Ask(u) \/ SendPredicate(u) \/ GoesOn(u) \/ SendAbort(u) \/ Handles(u)

D16Fairness ==
  /\ \A u \in User :
       /\ WF_vars(GoesOn(u))
       /\ WF_vars(Handles(u))
  /\ \A c \in Conn : WF_vars(Fill(c)) /\ SF_vars(CompleteElsewhere(c))

D16Spec == Init /\ [][D16Next]_vars /\ D16Fairness
===============================================================================
