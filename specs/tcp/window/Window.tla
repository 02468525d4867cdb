-------------------------------- MODULE Window --------------------------------
(***************************************************************************)
(* The window of a TCP connection, one direction (RFC 9293 sections 3.8.6  *)
(* and 3.7.4): a window that closes, updates and acknowledgments that are  *)
(* lost or reordered, the persist timer, the sender's and the receiver's   *)
(* side of silly window avoidance, Nagle's algorithm, and acknowledgments  *)
(* that wait.                                                              *)
(*                                                                         *)
(* The first byte of text has the sequence number 0.  The receiver sends   *)
(* one byte of its own besides: until that is acknowledged, an             *)
(* acknowledgment may go with it again, and so have the older sequence     *)
(* number and the newer window (WL1, WL2).                                 *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Total,        \* how much the writer writes, at most
  Mss,
  Buffer,       \* size of the receive buffer
  Wanted,       \* how much the reader waits for
  NoDelay,      \* Nagle's algorithm is off
  OwnText,      \* the receiver has sent a byte that is not acknowledged yet
  UpTo, BackTo  \* how many segments, and acknowledgments, travel at a time; more are lost

VARIABLES
  wrote,        \* what the writer has appended to the send buffer
  una, nxt,     \* SND.UNA, SND.NXT
  edge,         \* SND.UNA + SND.WND when the window was last told: as the sender knows it
  wl1, wl2,     \* sequence number and acknowledgment that told it
  maxWindow,    \* the largest that was told
  text,         \* segments that travel: [seq, len]
  acks,         \* acknowledgments that travel: [seq, ack, window]
  rcv,          \* RCV.NXT
  adv,          \* the right edge of the window, as it is told
  read,         \* what the reader has taken
  unacked,      \* text that was taken and not acknowledged
  due,          \* an acknowledgment: "no", "soon" (a timer runs) or "now"
  own,          \* the receiver's own byte is not acknowledged
  silly         \* history: a silly segment was sent

vars == <<wrote, una, nxt, edge, wl1, wl2, maxWindow, text, acks, rcv, adv, read, unacked, due, own,
          silly>>
sender == <<wrote, una, nxt, edge, wl1, wl2, maxWindow, silly>>
receiver == <<rcv, adv, read, unacked, due, own>>

Init ==
  /\ wrote = 0 /\ una = 0 /\ nxt = 0
  /\ edge = Buffer /\ wl1 = 0 /\ wl2 = 0 /\ maxWindow = Buffer
  /\ text = {} /\ acks = {}
  /\ rcv = 0 /\ adv = Buffer /\ read = 0
  /\ unacked = 0 /\ due = "no"
  /\ own = OwnText
  /\ silly = FALSE

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
Less(a, b) == IF a > b THEN a - b ELSE 0

Onto(travels, s, most) == IF Cardinality(travels \cup {s}) <= most THEN travels \cup {s} ELSE travels

-------------------------------------------------------------------------------
(* The sender                                                              *)

Write(n) ==
  /\ n > 0
  /\ wrote + n <= Total
  /\ wrote' = wrote + n
  /\ UNCHANGED <<una, nxt, edge, wl1, wl2, maxWindow, text, acks, silly>>
  /\ UNCHANGED receiver

Unsent == wrote - nxt
Usable == Less(edge, nxt)
Longest == Min(Min(Unsent, Mss), Usable)

(* Nagle's algorithm, and section 3.8.6.2.1.                               *)
Idle == una = nxt \/ NoDelay
Worth(n) == n >= Mss \/ (n = Unsent /\ Idle) \/ n >= maxWindow \div 2
Next0 == IF Longest > 0 /\ Worth(Longest) THEN Longest ELSE 0

IsSilly(n) == n < Mss /\ n < Unsent /\ n < maxWindow \div 2

Transmit(n) ==
  /\ text' = Onto(text, [seq |-> nxt, len |-> n], UpTo)
  /\ nxt' = nxt + n
  /\ UNCHANGED <<wrote, una, edge, wl1, wl2, maxWindow, acks>>
  /\ UNCHANGED receiver

Send ==
  /\ Next0 > 0
  /\ silly' = (silly \/ IsSilly(Next0))
  /\ Transmit(Next0)

(* Section 3.8.6.1: there is something to send, and nothing that will be   *)
(* answered.                                                               *)
Stuck == una = nxt /\ Unsent > 0 /\ Next0 = 0

Persist ==
  /\ Stuck
  /\ UNCHANGED silly
  /\ Transmit(1)

(* Also what probed the window, again and again.                           *)
Retransmit ==
  /\ una < nxt
  /\ text' = Onto(text, [seq |-> una, len |-> Min(Mss, nxt - una)], UpTo)
  /\ UNCHANGED <<acks>>
  /\ UNCHANGED sender /\ UNCHANGED receiver

(* Only the latest word counts.                                            *)
Later(a) == wl1 < a.seq \/ (wl1 = a.seq /\ wl2 <= a.ack)
TellsWindow(a) == Later(a) /\ a.ack >= una

Acknowledge(a) ==
  /\ una' = Max(una, a.ack)
  /\ IF TellsWindow(a)
     THEN /\ edge' = a.ack + a.window
          /\ wl1' = a.seq /\ wl2' = a.ack
          /\ maxWindow' = Max(maxWindow, a.window)
     ELSE UNCHANGED <<edge, wl1, wl2, maxWindow>>

ReceiveAck(a) ==
  /\ a \in acks
  /\ acks' = acks \ {a}
  /\ Acknowledge(a)
  /\ UNCHANGED <<wrote, nxt, text, silly>>
  /\ UNCHANGED receiver

-------------------------------------------------------------------------------
(* The receiver                                                            *)

(* What lies behind the window is cut off; a gap is not filled.            *)
Fits(s) == IF s.seq <= rcv THEN Less(Min(s.seq + s.len, adv), rcv) ELSE 0

(* At least every second full segment is acknowledged at once, and what    *)
(* was no help.                                                            *)
AckTime(n) ==
  IF n = 0 \/ unacked + n >= 2 * Mss THEN "now" ELSE IF due = "no" THEN "soon" ELSE due

ReceiveText(s) ==
  /\ s \in text
  /\ text' = text \ {s}
  /\ rcv' = rcv + Fits(s)
  /\ unacked' = Min(unacked + Fits(s), 2 * Mss)
  /\ due' = AckTime(Fits(s))
  /\ UNCHANGED <<acks, adv, read, own>>
  /\ UNCHANGED sender

Space == Buffer - (rcv - read)
Offered == adv - rcv

(* Section 3.8.6.2.2: half of the buffer, or a full segment.               *)
WorthTelling == Min(Mss, Buffer \div 2)
More == Less(rcv + Space, adv)
Moves == More >= WorthTelling \/ (More > 0 /\ Offered = 0 /\ Space >= WorthTelling)

MoveWindow ==
  /\ Moves
  /\ adv' = rcv + Space
  /\ due' = IF More >= 2 * WorthTelling \/ Offered < WorthTelling THEN "now" ELSE due
  /\ UNCHANGED <<text, acks, rcv, read, unacked, own>>
  /\ UNCHANGED sender

(* The sequence number is the one behind the receiver's text, or that of   *)
(* its text, which is sent again.                                          *)
SendAck(q) ==
  /\ due = "now"
  /\ q \in (IF own THEN {0, 1} ELSE {1})
  /\ acks' = Onto(acks, [seq |-> q, ack |-> rcv, window |-> Offered], BackTo)
  /\ due' = "no"
  /\ unacked' = 0
  /\ UNCHANGED <<text, rcv, adv, read, own>>
  /\ UNCHANGED sender

DelayedAck ==
  /\ due = "soon"
  /\ due' = "now"
  /\ UNCHANGED <<text, acks, rcv, adv, read, unacked, own>>
  /\ UNCHANGED sender

OwnTextAcknowledged ==
  /\ own
  /\ own' = FALSE
  /\ UNCHANGED <<text, acks, rcv, adv, read, unacked, due>>
  /\ UNCHANGED sender

(* The reader waits until there is enough, or will be no more.             *)
Enough == Min(Wanted, Total - read)
Read ==
  /\ Enough > 0
  /\ rcv - read >= Enough
  /\ read' = read + Enough
  /\ UNCHANGED <<text, acks, rcv, adv, unacked, due, own>>
  /\ UNCHANGED sender

-------------------------------------------------------------------------------
LoseText(s) ==
  /\ s \in text
  /\ text' = text \ {s}
  /\ UNCHANGED acks
  /\ UNCHANGED sender /\ UNCHANGED receiver

LoseAck(a) ==
  /\ a \in acks
  /\ acks' = acks \ {a}
  /\ UNCHANGED text
  /\ UNCHANGED sender /\ UNCHANGED receiver

AText == \E s \in text : ReceiveText(s)
AnAck == \E a \in acks : ReceiveAck(a)
AnyAck == \E q \in {0, 1} : SendAck(q)

Next ==
  \/ \E n \in 1..Total : Write(n)
  \/ Send \/ Persist \/ Retransmit
  \/ AText \/ AnAck
  \/ MoveWindow \/ AnyAck \/ DelayedAck \/ OwnTextAcknowledged \/ Read
  \/ (\E s \in text : LoseText(s)) \/ (\E a \in acks : LoseAck(a))

Spec == Init /\ [][Next]_vars

(* Of what is sent again and again, some arrives.  The reader reads.       *)
Fairness ==
  /\ SF_vars(Send) /\ SF_vars(Persist) /\ SF_vars(Retransmit)
  /\ SF_vars(AText) /\ SF_vars(AnAck)
  /\ WF_vars(MoveWindow) /\ SF_vars(AnyAck) /\ WF_vars(DelayedAck)
  /\ WF_vars(OwnTextAcknowledged) /\ WF_vars(Read)

FairSpec == Spec /\ Fairness

-------------------------------------------------------------------------------
Order ==
  /\ una <= nxt /\ nxt <= wrote
  /\ read <= rcv /\ rcv <= nxt /\ una <= rcv
  /\ rcv <= adv

(* What is promised is there.                                              *)
PromisesHold == adv <= read + Buffer

(* Nothing is sent that the receiver has not offered, but probes.          *)
NothingBeyond == edge <= adv

RightEdgeStays == [][adv' >= adv]_vars

(* Nothing short is sent because the window is small.                      *)
NothingSilly == ~silly

(* What is offered is worth a segment, or all there is.                    *)
NothingSillyOffered == [][adv' = adv \/ adv' - adv >= WorthTelling \/ adv' = rcv + Buffer]_vars

(* A window that was closed opens as soon as that is worth it.             *)
ClosedWindowOpens == Offered = 0 /\ Space >= WorthTelling => Moves

(* While there is something to send, somebody can do something.            *)
Works ==
  \/ Next0 > 0 \/ Stuck \/ una < nxt
  \/ text # {} \/ acks # {}
  \/ Moves \/ due # "no"
  \/ (Enough > 0 /\ rcv - read >= Enough)
NeverStuck == rcv < wrote => Works

(* Whatever is written comes.                                              *)
Progress == rcv < wrote ~> rcv >= wrote
===============================================================================
