--------------------------- MODULE TraceAcceptQueue ---------------------------
(* The steps that probes report.  That a call ends in vain is not reported: *)
(* the user may ask again.                                                 *)
EXTENDS AcceptQueue

ReportedNext ==
  \/ \E b \in Backlog : Listen(b)
  \/ \E c \in Conn : Reserve(c) \/ Fill(c) \/ Complete(c)
  \/ Refuse
  \/ \E u \in User, c \in Nat : TakeConnection(u, c)
  \/ \E u \in User, c \in Conn : Accepted(u, c)
  \/ \E u \in User : SendPredicate(u)
  \/ \E u \in User : SendAbort(u)
  \/ \E u \in User : Resume(u)
  \/ \E u \in User : StopListening(u)
  \/ \E u \in User, b \in {0, 1} : Evaluate(u, b)
  \/ \E u \in User : Enqueue(u)
  \/ \E u \in User : Reply(u)
  \/ \E u \in User : Abort(u)

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
