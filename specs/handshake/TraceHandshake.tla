---------------------------- MODULE TraceHandshake ----------------------------
(* Buffers of sockets that move, too.                                      *)
EXTENDS Handshake

ReportedNext == Next \/ \E u \in User : ReplyGivenUp(u)

ReportedSpec == Init /\ [][ReportedNext]_vars
===============================================================================
