--------------------------------- MODULE D14 ----------------------------------
(* D14: a predicate-enabling write is made on another thread than the one  *)
(* that evaluates the predicate.  It falls between the evaluation and the  *)
(* waiter list, and the scan that follows it finds the list still empty:   *)
(* here even when write, scan and replies are one step.                    *)
EXTENDS MCHandshake

WakeAll ==
  /\ replied' = replied \cup {u \in User : OnList(u)}
  /\ waiters' = <<>>

AppendElsewhere ==
  /\ packets + 1 \in Count
  /\ packets' = packets + 1
  /\ WakeAll
  /\ UNCHANGED <<bytes, hiwat, cantMore, error, inflight, aborts, owner>> /\ UNCHANGED userOwn

D14Next ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ AppendElsewhere

D14Spec == Init /\ [][D14Next]_vars /\ Fairness

(* The same of the end: shutdown sets SS_CANTRCVMORE in the user thread.   *)
EndElsewhere ==
  /\ cantMore' = 1
  /\ WakeAll
  /\ UNCHANGED <<packets, bytes, hiwat, error, inflight, aborts, owner>> /\ UNCHANGED userOwn

D14EndNext ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ EndElsewhere

D14EndSpec == Init /\ [][D14EndNext]_vars /\ Fairness

(* The same of an error: the thread that received it sets it, which does   *)
(* not own the socket.                                                     *)
ErrorElsewhere ==
  /\ error' = packets + 1
  /\ WakeAll
  /\ UNCHANGED <<packets, bytes, hiwat, cantMore, inflight, aborts, owner>> /\ UNCHANGED userOwn

D14ErrorNext ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ ErrorElsewhere

D14ErrorSpec == Init /\ [][D14ErrorNext]_vars /\ Fairness
===============================================================================
