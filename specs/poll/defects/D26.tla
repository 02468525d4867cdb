--------------------------------- MODULE D26 ----------------------------------
(* D26: to know the exact count, the owner takes the buffer's lock in      *)
(* poll.  The user who holds it waits for the owner.                       *)
EXTENDS MCPoll

Owner == MaxUsers + 1

LockToPoll ==
  /\ handling # Nobody
  /\ call[handling] = "polls"
  /\ lock = Nobody
  /\ lock' = Owner
  /\ UNCHANGED <<call, port, handling, answer, data>>

AnswerExactly ==
  /\ lock = Owner
  /\ answer' = [answer EXCEPT ![handling] = IF data > 0 THEN 1 ELSE 0]
  /\ call' = [call EXCEPT ![handling] = "idle"]
  /\ handling' = Nobody
  /\ lock' = Nobody
  /\ UNCHANGED <<port, data>>

D26Next ==
  \/ Get \/ ReplyLocked \/ LockToPoll \/ AnswerExactly
  \/ Append1
  \/ \E u \in User : UserStep(u)

D26Spec == Init /\ [][D26Next]_vars /\ WF_vars(Get \/ ReplyLocked \/ LockToPoll \/ AnswerExactly)
===============================================================================
