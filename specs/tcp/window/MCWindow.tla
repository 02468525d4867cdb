------------------------------- MODULE MCWindow -------------------------------
(* What Window does, TraceWindow allows: the sender of one direction and    *)
(* the receiver of it, whose first bytes are number 0 here and 1 there.     *)
EXTENDS Window

Reported ==
  INSTANCE TraceWindow WITH
    una <- una + 1, nxt <- nxt + 1, wrote <- wrote + 1, most <- maxWindow, mss <- Mss,
    noDelay <- NoDelay, urgent <- FALSE, probes <- FALSE, fin <- 0,
    rcv <- rcv + 1, adv <- adv + 1, over <- FALSE, Number <- {}, Bits <- {}, Unit <- 1

SendsWhatIsAllowed == Next0 > 0 => Reported!IsWorthIt(nxt + 1, Next0, FALSE)
MovesAsIsAllowed == Moves => Reported!MayMove(rcv + Space + 1, WorthTelling)
ProbesWhenAllowed == Stuck => una = nxt /\ Reported!IsUnsent
===============================================================================
