----------------------------- MODULE TraceWindow ------------------------------
(***************************************************************************)
(* What probes report of the windows of one end of a connection, from its  *)
(* birth: Window.tla in smaller steps, the sender and the receiver that an *)
(* end is.  What is written, and when room comes, is anything; that        *)
(* nothing silly is sent or offered is not.  Actions that                  *)
(* ../connection/TraceConnection has, too, are the same events.            *)
(*                                                                         *)
(* Sequence numbers count from ISS, those of the peer from IRS.            *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Number,        \* sequence numbers, lengths
  Bits,          \* of a segment: 8 * text + 4 (RST) + 2 (SYN) + 1 (FIN), as in the header
  Unit           \* the most that a window is counted in (RFC 7323 section 2.2)

VARIABLES
  una, nxt,      \* SND.UNA, SND.NXT
  wrote,         \* behind what users have written, as far as this end has looked
  most,          \* the largest window of the peer
  mss,           \* Eff.snd.MSS
  noDelay,       \* Nagle's algorithm is off
  urgent,        \* urgent data is not acknowledged
  probes,        \* the next that is sent is a probe
  fin,           \* the sequence number of this end's FIN, or 0
  rcv,           \* RCV.NXT
  adv,           \* the right edge of the window, as it is told
  over

vars == <<una, nxt, wrote, most, mss, noDelay, urgent, probes, fin, rcv, adv, over>>
sender == <<una, nxt, wrote, most, mss, noDelay, urgent, probes, fin>>
receiver == <<rcv, adv>>

Init ==
  /\ una = 0 /\ nxt = 0 /\ wrote = 1 /\ most = 0 /\ mss = 0
  /\ noDelay = FALSE /\ urgent = FALSE /\ probes = FALSE /\ fin = 0
  /\ rcv = 0 /\ adv = 0
  /\ over = FALSE

Max(a, b) == IF a > b THEN a ELSE b

HasFin(k) == k % 2 = 1
HasSyn(k) == (k \div 2) % 2 = 1
TextOf(k) == k \div 8
LengthOf(k) == TextOf(k) + (IF HasFin(k) THEN 1 ELSE 0) + (IF HasSyn(k) THEN 1 ELSE 0)

Alive == nxt > 0 /\ ~over

-------------------------------------------------------------------------------
(* Birth and end                                                           *)

ActiveOpen ==
  /\ nxt = 0
  /\ nxt' = 1
  /\ UNCHANGED <<una, wrote, most, mss, noDelay, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

(* The SYN cache has told the right edge w.                                *)
PassiveOpen(w) ==
  /\ nxt = 0
  /\ nxt' = 1
  /\ rcv' = 1 /\ adv' = Max(1, w)
  /\ UNCHANGED <<una, wrote, most, mss, noDelay, urgent, probes, fin, over>>

TakeSyn ==
  /\ Alive
  /\ rcv = 0
  /\ rcv' = 1 /\ adv' = 1
  /\ UNCHANGED sender /\ UNCHANGED over

(* As in TraceConnection: 0 is CLOSED, 10 is TIME-WAIT.                    *)
Transition(from, to) ==
  /\ Alive
  /\ over' = (to \in {0, 10})
  /\ UNCHANGED sender /\ UNCHANGED receiver

-------------------------------------------------------------------------------
(* The sender                                                              *)

(* What users have written up to n is known.                               *)
Pull(n) ==
  /\ Alive
  /\ n > wrote
  /\ fin = 0
  /\ wrote' = n
  /\ UNCHANGED <<una, nxt, most, mss, noDelay, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

QueueFin(n) ==
  /\ Alive
  /\ fin = 0
  /\ n = wrote
  /\ fin' = n
  /\ UNCHANGED <<una, nxt, wrote, most, mss, noDelay, urgent, probes, over>>
  /\ UNCHANGED receiver

EffSndMss(n) ==
  /\ Alive
  /\ n > 0
  /\ mss' = n
  /\ UNCHANGED <<una, nxt, wrote, most, noDelay, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

(* TCP_NODELAY is 1 or 0.                                                  *)
NoDelay(k) ==
  /\ Alive
  /\ k \in {0, 1}
  /\ noDelay' = (k = 1)
  /\ UNCHANGED <<una, nxt, wrote, most, mss, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

(* Urgent data waits for its acknowledgment, or does so no longer.         *)
UrgentPending(k) ==
  /\ Alive
  /\ k \in {0, 1}
  /\ urgent' = (k = 1)
  /\ UNCHANGED <<una, nxt, wrote, most, mss, noDelay, probes, fin, over>>
  /\ UNCHANGED receiver

TakeAck(n) ==
  /\ Alive
  /\ una < n /\ n <= nxt
  /\ una' = n
  /\ UNCHANGED <<nxt, wrote, most, mss, noDelay, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

TakeWindow(q, n) ==
  /\ Alive
  /\ una <= n
  /\ most' = Max(most, n - una)
  /\ UNCHANGED <<una, nxt, wrote, mss, noDelay, urgent, probes, fin, over>>
  /\ UNCHANGED receiver

IsUnsent == nxt < wrote \/ (fin > 0 /\ nxt <= fin)

(* The persist timer: there is something to send, and nothing that will be *)
(* answered (RFC 9293 section 3.8.6.1).                                    *)
ProbeWindow ==
  /\ Alive
  /\ una = nxt
  /\ IsUnsent
  /\ probes' = TRUE
  /\ UNCHANGED <<una, nxt, wrote, most, mss, noDelay, urgent, fin, over>>
  /\ UNCHANGED receiver

(* A tail loss probe of new text, whatever its length (RFC 8985 section    *)
(* 7.3).                                                                   *)
ProbeTail ==
  /\ Alive
  /\ una < nxt
  /\ IsUnsent
  /\ probes' = TRUE
  /\ UNCHANGED <<una, nxt, wrote, most, mss, noDelay, urgent, fin, over>>
  /\ UNCHANGED receiver

(* Nagle's algorithm (section 3.7.4).                                      *)
Idle == una = nxt \/ noDelay \/ urgent

(* Section 3.8.6.2.1: l bytes of new text from n on, and the FIN, if it    *)
(* goes along, are a full segment, or all there is, or half of the largest *)
(* window.                                                                 *)
IsWorthIt(n, l, isLast) ==
  \/ l >= mss
  \/ n + l = wrote /\ (Idle \/ isLast)
  \/ l >= most \div 2

Transmit(n, k) ==
  LET behind == n + LengthOf(k)
  IN /\ Alive
     /\ n <= nxt
     /\ HasSyn(k) => n = 0 /\ LengthOf(k) = 1
     /\ HasFin(k) => fin > 0 /\ n + TextOf(k) = fin
     /\ TextOf(k) > 0 /\ behind > nxt =>
          /\ n + TextOf(k) <= wrote
          /\ probes \/ IsWorthIt(n, TextOf(k), HasFin(k))
     /\ nxt' = Max(nxt, behind)
     /\ probes' = FALSE
  /\ UNCHANGED <<una, wrote, most, mss, noDelay, urgent, fin, over>>
  /\ UNCHANGED receiver

-------------------------------------------------------------------------------
(* The receiver                                                            *)

(* Text may have more than was offered: it was for nobody.                 *)
TakeText(n, l) ==
  /\ Alive
  /\ n = rcv
  /\ rcv' = n + l
  /\ adv' = Max(adv, n + l)
  /\ UNCHANGED sender /\ UNCHANGED over

(* A FIN takes no room.                                                    *)
TakeFin(n) ==
  /\ Alive
  /\ n = rcv
  /\ rcv' = n + 1
  /\ adv' = adv + 1
  /\ UNCHANGED sender /\ UNCHANGED over

(* Section 3.8.6.2.2: the right edge moves to n, by a full segment or half *)
(* of the buffer, which is worth bytes; or the window was closed.          *)
MayMove(n, worth) == n > adv /\ worth > 0 /\ (n - adv >= worth \/ (adv = rcv /\ n - rcv + Unit > worth))

MoveWindow(n, worth) ==
  /\ Alive
  /\ MayMove(n, worth)
  /\ adv' = n
  /\ UNCHANGED rcv
  /\ UNCHANGED sender /\ UNCHANGED over

(* Nothing else is told, but for what is lost in counting.                 *)
TellWindow(n, w) ==
  /\ Alive
  /\ n = rcv
  /\ w <= adv
  /\ adv < w + Unit
  /\ UNCHANGED vars

Next ==
  \/ ActiveOpen \/ TakeSyn \/ ProbeWindow \/ ProbeTail
  \/ \E n \in Number :
       \/ PassiveOpen(n) \/ Pull(n) \/ QueueFin(n) \/ EffSndMss(n) \/ TakeAck(n) \/ TakeFin(n)
       \/ NoDelay(n) \/ UrgentPending(n)
  \/ \E p, n \in Number : TakeWindow(p, n) \/ TakeText(p, n) \/ MoveWindow(p, n) \/ TellWindow(p, n)
  \/ \E n \in Number, k \in Bits : Transmit(n, k)
  \/ \E from, to \in Number : Transition(from, to)

ReportedSpec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
Retired == over
RetiredIsTheEnd == Retired => ~ENABLED Next

WithinWhatIsWritten == una <= nxt /\ nxt <= wrote + 1
NothingBehindTheFin == fin > 0 => wrote = fin
WindowNotNegative == rcv <= adv
===============================================================================
