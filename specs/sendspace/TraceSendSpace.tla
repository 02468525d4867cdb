---------------------------- MODULE TraceSendSpace ----------------------------
(* Buffers of sockets that move, too, and of sockets that send datagrams,  *)
(* which are longer than MaxLength: chains of packets.  And an owner that  *)
(* takes several packets, and a part of the next, looks at the waiters     *)
(* once, behind all of it.                                                 *)
EXTENDS SendSpace

LongestDatagram == 65507

PlausibleOfAll(b, adding, subtracting) ==
  /\ b >= (IF adding THEN -LongestDatagram ELSE 0)
  /\ b <= LongestDatagram * (IF subtracting THEN packets + 1 ELSE packets)

BeforeItLooks == owner.step = "idle" \/ (owner.step = "scan" /\ owner.rest = waiters)

ReportedNext == Next \/ \E u \in User : ReplyGivenUp(u)

ReportedSpec == Init /\ [][ReportedNext]_vars

(* When a run has come to its end, nobody waits for anything.              *)
Settled ==
  /\ lock = 0
  /\ inflight = {}
  /\ waiters = <<>>
  /\ replied = {}
  /\ aborts = {}
  /\ owner.step = "idle"
===============================================================================
