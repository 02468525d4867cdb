---------------------------- MODULE TraceConnection ----------------------------
(***************************************************************************)
(* What probes report of one end of a connection, from its birth.  It is   *)
(* Connection.tla in smaller steps, seen from one end: what the peer sends *)
(* is anything, what this end makes of it is not.                          *)
(*                                                                         *)
(* Sequence numbers count from ISS, those of the peer from IRS.  States    *)
(* are numbered in the order of RFC 9293 section 3.3.2: 0 CLOSED,          *)
(* 1 LISTEN, 2 SYN-SENT, 3 SYN-RECEIVED, 4 ESTABLISHED, 5 CLOSE-WAIT,      *)
(* 6 FIN-WAIT-1, 7 CLOSING, 8 LAST-ACK, 9 FIN-WAIT-2, 10 TIME-WAIT.        *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Number,        \* sequence numbers, lengths
  Bits,          \* of a segment: 8 * text + 4 (RST) + 2 (SYN) + 1 (FIN), as in the header
  Unit           \* the most that a window is counted in (RFC 7323 section 2.2)

VARIABLES
  state,
  una, nxt,      \* SND.UNA, SND.NXT
  edge,          \* the right edge of the peer's window
  wl1, wl2,      \* the sequence number that told it, and the acknowledgment
  probes,        \* the next that is sent is a probe of the peer's window
  fin,           \* the sequence number of this end's FIN, or 0
  synced,        \* the peer's SYN has come
  rcv,           \* RCV.NXT
  told,          \* the right edge that the peer was told
  ended,         \* the peer's FIN has come
  over           \* why the connection ends at once: "reset", "user", "time", "text",
                 \* "network"; or "no"

vars == <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, rcv, told, ended, over>>

CLOSED == 0
SYN_SENT == 2
SYN_RECEIVED == 3
ESTABLISHED == 4
CLOSE_WAIT == 5
FIN_WAIT_1 == 6
CLOSING == 7
LAST_ACK == 8
FIN_WAIT_2 == 9
TIME_WAIT == 10
State == 0..10

Init ==
  /\ state = CLOSED
  /\ una = 0 /\ nxt = 0 /\ edge = 0 /\ wl1 = 0 /\ wl2 = 0 /\ probes = FALSE /\ fin = 0
  /\ synced = FALSE /\ rcv = 0 /\ told = 0 /\ ended = FALSE
  /\ over = "no"

New == state = CLOSED /\ nxt = 0
Reported == state \notin {CLOSED, TIME_WAIT}
Alive == Reported /\ over = "no"
Synchronized == state >= SYN_RECEIVED
Receives == state \in {ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2}
HasFin(k) == k % 2 = 1
HasSyn(k) == (k \div 2) % 2 = 1
HasRst(k) == (k \div 4) % 2 = 1
TextOf(k) == k \div 8
LengthOf(k) == TextOf(k) + (IF HasFin(k) THEN 1 ELSE 0) + (IF HasSyn(k) THEN 1 ELSE 0)

FinAcked == fin > 0 /\ una > fin
FinSent == fin > 0 /\ nxt > fin

-------------------------------------------------------------------------------
(* Birth                                                                   *)

ActiveOpen ==
  /\ New
  /\ state' = SYN_SENT
  /\ nxt' = 1
  /\ UNCHANGED <<una, edge, wl1, wl2, probes, fin, synced, rcv, told, ended, over>>

(* Out of the SYN cache, which has sent the SYN, and told the right edge w. *)
PassiveOpen(w) ==
  /\ New
  /\ w > 0
  /\ state' = SYN_RECEIVED
  /\ nxt' = 1
  /\ synced' = TRUE
  /\ rcv' = 1 /\ told' = w
  /\ UNCHANGED <<una, edge, wl1, wl2, probes, fin, ended, over>>

(* The peer's SYN, in SYN-SENT.                                            *)
TakeSyn ==
  /\ state = SYN_SENT
  /\ Alive
  /\ ~synced
  /\ synced' = TRUE
  /\ rcv' = 1 /\ told' = 1
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, ended, over>>

-------------------------------------------------------------------------------
(* What comes                                                              *)

(* SND.UNA is n from now on.                                               *)
TakeAck(n) ==
  /\ Alive
  /\ synced
  /\ una < n /\ n <= nxt
  /\ una' = n
  /\ UNCHANGED <<state, nxt, edge, wl1, wl2, probes, fin, synced, rcv, told, ended, over>>

(* The segment with the peer's sequence number q tells the right edge n.   *)
(* Only the latest word counts; what acknowledges more is later.           *)
TakeWindow(q, n) ==
  /\ Alive
  /\ synced
  /\ wl1 <= q \/ wl2 < una
  /\ una <= n
  /\ wl1' = q /\ wl2' = una
  /\ edge' = n
  /\ probes' = FALSE
  /\ UNCHANGED <<state, una, nxt, fin, synced, rcv, told, ended, over>>

(* l bytes of text from n on are in the receive buffer, or nobody wants    *)
(* them.                                                                   *)
TakeText(n, l) ==
  /\ Alive
  /\ Receives
  /\ ~ended
  /\ n = rcv
  /\ l > 0
  /\ rcv' = n + l
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, told, ended, over>>

TakeFin(n) ==
  /\ Alive
  /\ Receives
  /\ ~ended
  /\ n = rcv
  /\ rcv' = n + 1
  /\ ended' = TRUE
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, told, over>>

(* RFC 5961 section 3.2: the exact place; in SYN-SENT the ACK is enough.   *)
TakeReset(n) ==
  /\ Alive
  /\ state = SYN_SENT \/ n = rcv
  /\ over' = "reset"
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, rcv, told, ended>>

-------------------------------------------------------------------------------
(* What this end sends                                                     *)

(* The user's text ends before n: there is the FIN.                        *)
QueueFin(n) ==
  /\ Alive
  /\ Synchronized
  /\ fin = 0
  /\ nxt <= n
  /\ n > 0
  /\ fin' = n
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, synced, rcv, told, ended, over>>

MaySendText == state \in {ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK}

(* One more than the window has room for, when nothing is under way.       *)
ProbeWindow ==
  /\ Alive
  /\ MaySendText
  /\ una = nxt
  /\ probes' = TRUE
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, fin, synced, rcv, told, ended, over>>

(* A segment leaves: the first time, or again. There is no gap before it,  *)
(* nothing behind the FIN, and nothing outside of the window but a probe.  *)
Transmit(n, k) ==
  LET behind == n + LengthOf(k)
  IN /\ Alive \/ (HasRst(k) /\ Reported)
     /\ n <= nxt
     /\ LengthOf(k) > 0 => una <= n
     /\ HasSyn(k) <=> (n = 0 /\ state \in {SYN_SENT, SYN_RECEIVED})
     /\ TextOf(k) > 0 => MaySendText
     /\ TextOf(k) > 0 /\ fin > 0 => n + TextOf(k) <= fin
     /\ HasFin(k) => MaySendText /\ fin > 0 /\ n + TextOf(k) = fin
     /\ behind > nxt => behind <= edge \/ HasSyn(k) \/ (probes /\ LengthOf(k) = 1)
     /\ nxt' = IF behind > nxt THEN behind ELSE nxt
     /\ probes' = FALSE
  /\ UNCHANGED <<state, una, edge, wl1, wl2, fin, synced, rcv, told, ended, over>>

(* It acknowledges n, and tells a right edge. That never moves back but by *)
(* what is lost in counting (RFC 7323 section 2.4).                        *)
TellWindow(n, w) ==
  /\ Reported
  /\ synced
  /\ n = rcv
  /\ n <= w
  /\ told < w + Unit
  /\ told' = IF w > told THEN w ELSE told
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, rcv, ended, over>>

-------------------------------------------------------------------------------
(* States                                                                  *)

Allowed(from, to) ==
  CASE to = CLOSED ->
         over # "no" \/ (from = LAST_ACK /\ FinAcked)
    [] from = SYN_SENT /\ to = SYN_RECEIVED -> synced /\ una = 0
    [] from = SYN_SENT /\ to = ESTABLISHED -> synced /\ una = 1
    [] from = SYN_RECEIVED /\ to = ESTABLISHED -> una = 1
    [] from = ESTABLISHED /\ to = CLOSE_WAIT -> ended
    [] from = ESTABLISHED /\ to = FIN_WAIT_1 -> FinSent /\ ~ended
    [] from = CLOSE_WAIT /\ to = LAST_ACK -> FinSent
    [] from = FIN_WAIT_1 /\ to = FIN_WAIT_2 -> FinAcked /\ ~ended
    [] from = FIN_WAIT_1 /\ to = CLOSING -> ended /\ ~FinAcked
    [] from = FIN_WAIT_2 /\ to = TIME_WAIT -> ended
    [] from = CLOSING /\ to = TIME_WAIT -> FinAcked
    [] OTHER -> FALSE

Transition(from, to) ==
  /\ Reported
  /\ state = from
  /\ from # to
  /\ Allowed(from, to)
  /\ state' = to
  /\ UNCHANGED <<una, nxt, edge, wl1, wl2, probes, fin, synced, rcv, told, ended, over>>

(* The connection is given up: the user wants it (1), too many timers have *)
(* expired or the local address is gone (2), text came that nobody will    *)
(* read (3), or the network says that the peer is not there (4).           *)
GiveUpConnection(why) ==
  /\ Alive
  /\ why \in 1..4
  /\ why = 3 => Receives
  /\ why = 4 => state = SYN_SENT
  /\ over' = CASE why = 1 -> "user" [] why = 2 -> "time" [] why = 3 -> "text"
             [] why = 4 -> "network"
  /\ UNCHANGED <<state, una, nxt, edge, wl1, wl2, probes, fin, synced, rcv, told, ended>>

Next ==
  \/ ActiveOpen \/ TakeSyn \/ ProbeWindow
  \/ \E n \in Number : PassiveOpen(n) \/ TakeAck(n) \/ TakeFin(n) \/ TakeReset(n) \/ QueueFin(n)
  \/ \E q, n \in Number : TakeWindow(q, n) \/ TellWindow(q, n) \/ TakeText(q, n)
  \/ \E n \in Number, k \in Bits : Transmit(n, k)
  \/ \E from, to \in State : Transition(from, to)
  \/ \E why \in 1..4 : GiveUpConnection(why)

ReportedSpec == Init /\ [][Next]_vars

-------------------------------------------------------------------------------
(* The checker of traces forgets a connection of which nothing more comes: *)
(* what TIME-WAIT needs is kept elsewhere.                                 *)
Retired == state = TIME_WAIT \/ (state = CLOSED /\ nxt > 0)

(* What an end that keeps to this cannot do, whatever the peer does.       *)
RetiredIsTheEnd == Retired => ~ENABLED Next

NoGapNorMore == una <= nxt /\ (fin > 0 => nxt <= fin + 1)

StatesHaveReasons ==
  /\ state \in {CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT} => ended
  /\ state \in {FIN_WAIT_1, CLOSING, LAST_ACK} => FinSent
  /\ state \in {FIN_WAIT_2, TIME_WAIT} => FinAcked
  /\ state >= ESTABLISHED => synced /\ una > 0
===============================================================================
