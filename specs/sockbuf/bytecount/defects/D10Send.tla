------------------------------- MODULE D10Send --------------------------------
(* D10: bounds in the handling of acknowledgements.                        *)
EXTENDS MCSendBytes

Dropped(drop, n) ==
  LET r == Add(consumer.r, drop)
  IN  /\ mem' \in Store(mem, "c", RBytes, r, RStore)
      /\ consumer' = [consumer EXCEPT
           !.r = r, !.w = Later(@, r), !.l = Later(@, r), !.una = Add(@, n)]
      /\ used' = used - drop
      /\ UNCHANGED <<producer, observer>>

Others ==
  \/ Write \/ LoadW \/ LoadLink \/ FlushStep
  \/ \E n \in 1..HiWat : Transmit(n) \/ TransmitNoted(n)

(* D10-ack: an ACK drops no more than the lower bound, though more was     *)
(* transmitted.                                                            *)
AckDropLower(n) ==
  consumer.step = "idle" /\ n \in 1..Sent /\ Dropped(Min(n, Lower), n)

AckSpec == SendInit /\ [][Others \/ \E n \in 1..HiWat : AckDropLower(n)]_vars

(* D10-unsent: an ACK for bytes that were not transmitted drops them.      *)
AckDropUnsent(n) ==
  consumer.step = "idle" /\ n \in 1..Lower /\ Dropped(n, n)

UnsentSpec == SendInit /\ [][Others \/ \E n \in 1..HiWat : AckDropUnsent(n)]_vars
===============================================================================
