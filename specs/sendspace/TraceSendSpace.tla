---------------------------- MODULE TraceSendSpace ----------------------------
(* Buffers of sockets that move, too.                                      *)
EXTENDS SendSpace

ReportedNext == Next \/ \E u \in User : ReplyGivenUp(u)

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
