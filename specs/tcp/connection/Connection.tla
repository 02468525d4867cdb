------------------------------ MODULE Connection ------------------------------
(***************************************************************************)
(* A TCP connection, both ends of it (RFC 9293), over a network that       *)
(* loses, reorders and doubles segments.  Nothing is assumed about time    *)
(* but that TIME-WAIT is longer than a segment lives.                      *)
(*                                                                         *)
(* An end is the flow of one 4-tuple on the CPU where its segments land.   *)
(* It handles one segment or one message of its port in one step.  Users   *)
(* share with it the send buffer, of which it reads how much was written   *)
(* and whether that was all; everything else they ask by message.          *)
(*                                                                         *)
(* A SYN that comes to a listener makes an entry of the SYN cache.  The    *)
(* segment that confirms it travels to the listener's owner, which is      *)
(* another CPU, and back: with a place in the accept queue, or without.    *)
(* Segments that come meanwhile take the same way, behind it.              *)
(*                                                                         *)
(* Sequence numbers are naturals and do not wrap.  Text is units of one    *)
(* sequence number.  Windows never close here: see ../window.              *)
(*                                                                         *)
(* The number of a connection (gen) stands in each segment.  No end looks  *)
(* at it, but for the age that its timestamp tells (RFC 7323).             *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Active,        \* ends whose users connect
  Passive,       \* ends that listen
  MaxText,       \* end -> how much its user writes
  May,           \* end -> what else its user does: "shutdown", "close", "abort"
  MaxGen,        \* end -> how many connections it begins
  Iss(_, _),     \* the initial sequence number of an end's n-th connection
  Old,           \* end -> segments of earlier connections that still travel to it
  Capacity,      \* end -> how many segments travel to it at a time; more are lost
  MaxDuplicates, \* how often the network doubles a segment
  Timestamps,    \* both ends send timestamps
  Backlog,       \* of the listener
  MayExpire,     \* an entry of the SYN cache may be given up
  MayUnlisten    \* the listener may be closed

End == {"A", "B"}
Peer(e) == IF e = "A" THEN "B" ELSE "A"

Window == 4

VARIABLES
  tcb,           \* end -> [st, iss, una, nxt, irs, rcv, acc]
  gen,           \* end -> how many connections it has begun
  held,          \* end -> text and FIN that came before their turn
  net,           \* end -> segments that travel to it
  doubled,       \* how many the network has doubled
  user,          \* end -> [phase, wrote, shut]
  hist,          \* history: end -> [with, got, eof, told] of its last connection
  port,          \* end -> messages for its CPU
  toOwner,       \* messages for the listener's owner
  listener       \* [open, known, places, queue, accepted]

vars == <<tcb, gen, held, net, doubled, user, hist, port, toOwner, listener>>

Closed == [st |-> "CLOSED", iss |-> 0, una |-> 0, nxt |-> 0, irs |-> 0, rcv |-> 0, acc |-> FALSE]
NewUser == [phase |-> "new", wrote |-> 0, shut |-> FALSE]
NoHistory == [with |-> 0, got |-> <<>>, eof |-> FALSE, told |-> "nothing"]

Init ==
  /\ tcb = [e \in End |-> Closed]
  /\ gen = [e \in End |-> 0]
  /\ held = [e \in End |-> {}]
  /\ net = Old
  /\ doubled = 0
  /\ user = [e \in End |-> NewUser]
  /\ hist = [e \in End |-> NoHistory]
  /\ port = [e \in End |-> <<>>]
  /\ toOwner = <<>>
  /\ listener = [open |-> Passive # {}, known |-> Passive # {}, places |-> 0, queue |-> <<>>,
                 accepted |-> <<>>]

-------------------------------------------------------------------------------
(* Segments.  S: SYN, A: ACK, T: text and ACK, F: FIN and ACK, R: RST.     *)

Seg(f, seq, ack, g) == [f |-> f, seq |-> seq, ack |-> ack, gen |-> g]

HasSyn(s) == s.f \in {"S", "SA"}
HasRst(s) == s.f \in {"R", "RA"}
HasAck(s) == s.f \notin {"S", "R"}
HasFin(s) == s.f \in {"F", "TF"}
HasText(s) == s.f \in {"T", "TF"}
Length(s) == CASE s.f \in {"S", "SA", "T", "F"} -> 1 [] s.f = "TF" -> 2 [] OTHER -> 0

Kinds == {"syn", "text", "ack", "rst"}
Kind(s) == IF HasSyn(s) THEN "syn" ELSE IF HasRst(s) THEN "rst" ELSE IF s.f = "A" THEN "ack" ELSE "text"

Ack(e, t) == Seg("A", t.nxt, t.rcv, gen[e])
SynAck(e, t) == Seg("SA", t.iss, t.rcv, gen[e])
Rst(e, seq) == Seg("R", seq, 0, gen[e])

(* Section 3.5.2: a reset that the sender of the segment will believe.     *)
Refusal(e, s) ==
  IF HasRst(s) THEN {}
  ELSE IF HasAck(s) THEN {Rst(e, s.ack)}
  ELSE {Seg("RA", 0, s.seq + Length(s), gen[e])}

-------------------------------------------------------------------------------
(* What is sent                                                            *)

FinSeq(e) == tcb[e].iss + 1 + user[e].wrote
FinAcked(e, t) == user[e].shut /\ t.una > FinSeq(e)

(* The FIN goes along with the last text, if it is known by then.          *)
SegmentAt(e, t, n) ==
  LET fin == user[e].shut /\ t.nxt > FinSeq(e)
  IN IF n = FinSeq(e) THEN Seg("F", n, t.rcv, gen[e])
     ELSE Seg(IF fin /\ n + 1 = FinSeq(e) THEN "TF" ELSE "T", n, t.rcv, gen[e])

Sends(t) == t.st \in {"ESTABLISHED", "CLOSE_WAIT"}
Receives(t) == t.st \in {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2"}

Room(e, before, segments) ==
  IF Cardinality(before \cup segments) <= Capacity[e] THEN before \cup segments ELSE before
ToNet(e, segments) == [net EXCEPT ![Peer(e)] = Room(Peer(e), @, segments)]

Send(e) ==
  LET t == tcb[e]
      last == user[e].shut /\ t.nxt + 1 >= FinSeq(e)
      next == IF last THEN FinSeq(e) + 1 ELSE t.nxt + 1
      sent == [t EXCEPT !.nxt = next,
                        !.st = IF ~last THEN @ ELSE IF @ = "ESTABLISHED" THEN "FIN_WAIT_1" ELSE "LAST_ACK"]
  IN /\ Sends(t)
     /\ t.nxt < FinSeq(e) \/ user[e].shut
     /\ tcb' = [tcb EXCEPT ![e] = sent]
     /\ net' = ToNet(e, {SegmentAt(e, sent, t.nxt)})
     /\ UNCHANGED <<gen, held, doubled, user, hist, port, toOwner, listener>>

Again(e, t) ==
  CASE t.st = "SYN_SENT" -> Seg("S", t.iss, 0, gen[e])
    [] t.st \in {"SYN_RECEIVED", "SYN_CACHE"} -> SynAck(e, t)
    [] OTHER -> SegmentAt(e, t, t.una)

(* The retransmission timer expires, at any time.                          *)
Retransmit(e) ==
  /\ tcb[e].una < tcb[e].nxt
  /\ tcb[e].st # "RESERVING"
  /\ net' = ToNet(e, {Again(e, tcb[e])})
  /\ UNCHANGED <<tcb, gen, held, doubled, user, hist, port, toOwner, listener>>

-------------------------------------------------------------------------------
(* Segment arrives (section 3.10.7).  What a segment makes of an end:      *)
(*   t, held, h    the end afterwards                                      *)
(*   g, u          its number and its user: new, if a connection begins    *)
(*   reply         segments to the peer                                    *)
(*   owner         messages to the listener's owner                        *)

Same(e) == [t |-> tcb[e], held |-> held[e], h |-> hist[e], g |-> gen[e], u |-> user[e],
            reply |-> {}, owner |-> <<>>]

Replies(o, segments) == [o EXCEPT !.reply = @ \cup segments]

(* A connection that has a place gives it back, if it is not complete.     *)
PlaceBack(t) == IF t.acc THEN <<[m |-> "release"]>> ELSE <<>>

Drop(o, told) ==
  [o EXCEPT !.t = Closed, !.held = {}, !.h.told = told, !.owner = @ \o PlaceBack(o.t)]

(* ---- nobody, LISTEN (3.10.7.1, 3.10.7.2) ----                           *)

NewEntry(e, s) ==
  LET n == gen[e] + 1
      t == [st |-> "SYN_CACHE", iss |-> Iss(e, n), una |-> Iss(e, n), nxt |-> Iss(e, n) + 1,
            irs |-> s.seq, rcv |-> s.seq + 1, acc |-> FALSE]
  IN [Same(e) EXCEPT !.t = t, !.g = n, !.u = NewUser, !.h = [NoHistory EXCEPT !.with = s.gen],
                     !.reply = {Seg("SA", t.iss, t.rcv, n)}]

Listens(e) == e \in Passive /\ listener.known

ForNobody(e, s) ==
  IF Listens(e) /\ s.f = "S"
  THEN IF gen[e] < MaxGen[e] THEN NewEntry(e, s) ELSE Same(e)   \* as if it were lost
  ELSE Replies(Same(e), Refusal(e, s))

(* ---- the SYN cache ----                                                 *)

Confirms(t, s) == t.rcv <= s.seq /\ s.seq <= t.rcv + Window

Confirm(e, s) ==
  IF s.ack # tcb[e].nxt THEN Replies(Same(e), {Rst(e, s.ack)})
  ELSE IF ~Confirms(tcb[e], s) THEN Replies(Same(e), {Ack(e, tcb[e])})
  ELSE [Same(e) EXCEPT !.t.st = "RESERVING", !.owner = <<[m |-> "reserve", s |-> s]>>]

InSynCache(e, s) ==
  IF HasRst(s) THEN IF s.seq = tcb[e].rcv THEN [Same(e) EXCEPT !.t = Closed] ELSE Same(e)
  ELSE IF s.f = "S" /\ s.seq = tcb[e].irs THEN Replies(Same(e), {SynAck(e, tcb[e])})
  ELSE IF HasSyn(s) THEN Replies(Same(e), {Ack(e, tcb[e])})
  ELSE Confirm(e, s)

UnderWay(e) == Len(toOwner) + Len(port[e])

WhileReserving(e, s) ==
  IF UnderWay(e) > Capacity[e] THEN Same(e)   \* as if it were lost
  ELSE [Same(e) EXCEPT !.owner = <<[m |-> "follow", s |-> s]>>]

(* ---- SYN-SENT (3.10.7.3) ----                                           *)

InSynSent(e, s) ==
  LET t == tcb[e]
      agreed == [t EXCEPT !.irs = s.seq, !.rcv = s.seq + 1]
  IN IF HasAck(s) /\ s.ack # t.nxt
     THEN Replies(Same(e), IF HasRst(s) THEN {} ELSE {Rst(e, s.ack)})
     ELSE IF HasRst(s) THEN IF HasAck(s) THEN Drop(Same(e), "refused") ELSE Same(e)
     ELSE IF ~HasSyn(s) THEN Same(e)
     ELSE LET o == [Same(e) EXCEPT !.h.with = s.gen]
          IN IF HasAck(s)
             THEN LET u == [agreed EXCEPT !.una = s.ack, !.st = "ESTABLISHED"]
                  IN Replies([o EXCEPT !.t = u], {Ack(e, u)})
             ELSE LET u == [agreed EXCEPT !.st = "SYN_RECEIVED"]
                  IN Replies([o EXCEPT !.t = u], {SynAck(e, u)})

(* ---- TIME-WAIT (3.10.7.4; RFC 1337, RFC 6191) ----                      *)

InTimeWait(e, s) ==
  IF HasRst(s) THEN Same(e)
  ELSE IF s.f = "S" /\ s.seq > tcb[e].rcv /\ Listens(e) /\ gen[e] < MaxGen[e] THEN NewEntry(e, s)
  ELSE IF Length(s) > 0 \/ s.seq # tcb[e].rcv \/ s.ack # tcb[e].nxt
       THEN Replies(Same(e), {Ack(e, tcb[e])})
  ELSE Same(e)

(* ---- all other states (3.10.7.4), step by step ----                     *)

(* RFC 7323 section 5.3                                                    *)
IsOld(o, s) == Timestamps /\ ~HasRst(s) /\ s.gen < o.h.with

InWindow(t, n) == t.rcv <= n /\ n < t.rcv + Window
Acceptable(t, s) ==
  IF Length(s) = 0 THEN t.rcv <= s.seq /\ s.seq <= t.rcv + Window
  ELSE InWindow(t, s.seq) \/ InWindow(t, s.seq + Length(s) - 1)

(* RFC 5961 section 3.2                                                    *)
ResetFits(t, s) == s.seq = t.rcv

Reset(e, o, s) ==
  IF ~ResetFits(o.t, s) THEN Replies(o, {Ack(e, o.t)})
  ELSE Drop(o, CASE o.t.st \in {"CLOSING", "LAST_ACK"} -> "nothing"
                 [] o.t.st = "SYN_RECEIVED" -> "refused"
                 [] OTHER -> "reset")

AckFits(t, s) == s.ack <= t.nxt

TimeWaitOf(t) == [t EXCEPT !.st = "TIME_WAIT"]

(* Fifth: the ACK of a connection that is established.                     *)
Acked(e, o, s) ==
  LET t == [o.t EXCEPT !.una = IF s.ack > @ THEN s.ack ELSE @]
  IN IF ~FinAcked(e, t) THEN [o EXCEPT !.t = t]
     ELSE CASE t.st = "FIN_WAIT_1" -> [o EXCEPT !.t = [t EXCEPT !.st = "FIN_WAIT_2"]]
            [] t.st = "CLOSING" -> [o EXCEPT !.t = TimeWaitOf(t), !.held = {}]
            [] t.st = "LAST_ACK" -> [o EXCEPT !.t = Closed, !.held = {}]
            [] OTHER -> [o EXCEPT !.t = t]

(* A listener's connection is told to its owner.                           *)
Established(o, s) ==
  [o EXCEPT !.t.una = s.ack, !.t.st = "ESTABLISHED", !.t.acc = FALSE,
            !.owner = IF o.t.acc THEN Append(@, [m |-> "complete", gen |-> o.g]) ELSE @]

(* Sixth to eighth: text and FIN.  What comes before its turn is held.     *)
Units(s) ==
  (IF HasText(s) THEN {[seq |-> s.seq, gen |-> s.gen, fin |-> FALSE]} ELSE {}) \cup
  (IF HasFin(s) THEN {[seq |-> s.seq + Length(s) - 1, gen |-> s.gen, fin |-> TRUE]} ELSE {})

RECURSIVE Take(_, _)
Take(o, units) ==
  LET next == {u \in units : u.seq = o.t.rcv}
  IN IF next = {} \/ o.h.eof THEN [o EXCEPT !.held = {u \in units : u.seq > o.t.rcv}]
     ELSE LET u == CHOOSE u \in next : TRUE
              p == [o EXCEPT !.t.rcv = @ + 1]
          IN Take(IF u.fin THEN [p EXCEPT !.h.eof = TRUE]
                  ELSE [p EXCEPT !.h.got = Append(@, [gen |-> u.gen, seq |-> u.seq])], units)

Known(o, s) == {u \in Units(s) : u.seq >= o.t.rcv /\ \A v \in o.held : v.seq # u.seq}

AfterFin(t) ==
  CASE t.st = "ESTABLISHED" -> [t EXCEPT !.st = "CLOSE_WAIT"]
    [] t.st = "FIN_WAIT_1" -> [t EXCEPT !.st = "CLOSING"]
    [] OTHER -> TimeWaitOf(t)

Finish(o) == IF o.h.eof THEN [o EXCEPT !.t = AfterFin(@), !.held = {}] ELSE o

Gone(o) == o.u.phase = "gone"

Text(e, o, s) ==
  IF ~Receives(o.t) \/ Length(s) = 0 THEN o
  ELSE IF HasText(s) /\ Gone(o) THEN Replies(Drop(o, "nothing"), {Rst(e, o.t.nxt)})
  ELSE LET p == Finish(Take(o, o.held \cup Known(o, s)))
       IN Replies(p, {Ack(e, p.t)})

AckThenText(e, o, s) ==
  IF ~HasAck(s) THEN o
  ELSE IF o.t.st = "SYN_RECEIVED"
       THEN IF s.ack # o.t.nxt THEN Replies(o, {Rst(e, s.ack)})
            ELSE Text(e, Established(o, s), s)
  ELSE IF ~AckFits(o.t, s) THEN Replies(o, {Ack(e, o.t)})
  ELSE LET p == Acked(e, o, s)
       IN IF p.t.st = "TIME_WAIT" THEN Replies(p, {Ack(e, p.t)}) ELSE Text(e, p, s)

InOrderOf3107(e, o, s) ==
  IF IsOld(o, s) THEN Replies(o, {Ack(e, o.t)})
  ELSE IF ~Acceptable(o.t, s) THEN Replies(o, IF HasRst(s) THEN {} ELSE {Ack(e, o.t)})
  ELSE IF HasRst(s) THEN Reset(e, o, s)
  ELSE IF HasSyn(s) THEN Replies(o, {Ack(e, o.t)})
  ELSE AckThenText(e, o, s)

Arrives(e, s) ==
  CASE tcb[e].st = "CLOSED" -> ForNobody(e, s)
    [] tcb[e].st = "SYN_CACHE" -> InSynCache(e, s)
    [] tcb[e].st = "RESERVING" -> WhileReserving(e, s)
    [] tcb[e].st = "SYN_SENT" -> InSynSent(e, s)
    [] tcb[e].st = "TIME_WAIT" -> InTimeWait(e, s)
    [] OTHER -> InOrderOf3107(e, Same(e), s)

Apply(e, o) ==
  /\ tcb' = [tcb EXCEPT ![e] = o.t]
  /\ held' = [held EXCEPT ![e] = o.held]
  /\ hist' = [hist EXCEPT ![e] = o.h]
  /\ gen' = [gen EXCEPT ![e] = o.g]
  /\ user' = [user EXCEPT ![e] = o.u]
  /\ toOwner' = toOwner \o o.owner

-------------------------------------------------------------------------------
(* The network                                                             *)

Receive(e, s) ==
  /\ s \in net[e]
  /\ LET o == Arrives(e, s)
     IN /\ Apply(e, o)
        /\ net' = [ToNet(e, o.reply) EXCEPT ![e] = @ \ {s}]
  /\ UNCHANGED <<doubled, port, listener>>

(* One copy comes, another still travels.                                  *)
ReceiveOneOfTwo(e, s) ==
  /\ s \in net[e]
  /\ doubled < MaxDuplicates
  /\ doubled' = doubled + 1
  /\ LET o == Arrives(e, s)
     IN /\ Apply(e, o)
        /\ net' = ToNet(e, o.reply)
  /\ UNCHANGED <<port, listener>>

Lose(e, s) ==
  /\ s \in net[e]
  /\ net' = [net EXCEPT ![e] = @ \ {s}]
  /\ UNCHANGED <<tcb, gen, held, doubled, user, hist, port, toOwner, listener>>

-------------------------------------------------------------------------------
(* Users                                                                   *)

Put(e, m) == port' = [port EXCEPT ![e] = Append(@, m)]

AskConnect(e) ==
  /\ e \in Active
  /\ gen[e] < MaxGen[e]
  /\ user[e].phase \in {"new", "gone"}
  /\ tcb[e].st = "CLOSED"
  /\ port[e] = <<>>
  /\ user' = [user EXCEPT ![e].phase = "connecting"]
  /\ Put(e, [m |-> "connect", gen |-> gen[e] + 1])
  /\ UNCHANGED <<tcb, gen, held, net, doubled, hist, toOwner, listener>>

Write(e) ==
  /\ user[e].phase = "open"
  /\ ~user[e].shut
  /\ user[e].wrote < MaxText[e]
  /\ Sends(tcb[e])
  /\ user' = [user EXCEPT ![e].wrote = @ + 1]
  /\ UNCHANGED <<tcb, gen, held, net, doubled, hist, port, toOwner, listener>>

(* A mark behind the last text, which the protocol thread reads.           *)
Shutdown(e) ==
  /\ "shutdown" \in May[e]
  /\ user[e].phase = "open"
  /\ ~user[e].shut
  /\ Sends(tcb[e])
  /\ user' = [user EXCEPT ![e].shut = TRUE]
  /\ UNCHANGED <<tcb, gen, held, net, doubled, hist, port, toOwner, listener>>

AskEnd(e, how) ==
  /\ how \in May[e] \cap {"close", "abort"}
  /\ user[e].phase = "open"
  /\ user' = [user EXCEPT ![e].phase = "ending"]
  /\ Put(e, [m |-> how, gen |-> gen[e]])
  /\ UNCHANGED <<tcb, gen, held, net, doubled, hist, toOwner, listener>>

-------------------------------------------------------------------------------
(* Messages to an end                                                      *)

(* Section 3.10.1. The socket comes along with the message.                *)
Connect(e) ==
  LET n == gen[e] + 1
      t == [Closed EXCEPT !.st = "SYN_SENT", !.iss = Iss(e, n), !.una = Iss(e, n), !.nxt = Iss(e, n) + 1]
  IN [Same(e) EXCEPT !.t = t, !.g = n, !.u = [NewUser EXCEPT !.phase = "open"], !.h = NoHistory,
                     !.reply = {Seg("S", t.iss, 0, n)}]

Synchronized(t) == t.st \notin {"CLOSED", "SYN_CACHE", "RESERVING", "SYN_SENT", "TIME_WAIT"}

(* Section 3.10.5                                                          *)
Abort(e, o) ==
  LET p == [o EXCEPT !.u.phase = "gone"]
  IN IF Synchronized(o.t)
     THEN Replies(Drop(p, "nothing"), {Seg("RA", o.t.nxt, o.t.rcv, gen[e])})
     ELSE IF o.t.st = "SYN_SENT" THEN Drop(p, "nothing") ELSE p

(* Section 3.10.4. Whether the user has read all that came is not known    *)
(* here; if it has not, the close is an abort (RFC 2525 section 2.17).     *)
Closings(e, o) ==
  LET p == [o EXCEPT !.u.phase = "gone", !.u.shut = TRUE]
  IN (IF o.t.st = "SYN_SENT" THEN {Drop(p, "nothing")} ELSE {p}) \cup
     (IF Synchronized(o.t) /\ o.h.got # <<>> THEN {Abort(e, o)} ELSE {})

(* The connection is born, and the confirming segment comes to it.         *)
Expand(e, s) ==
  LET born == [tcb[e] EXCEPT !.st = "SYN_RECEIVED", !.acc = TRUE]
  IN InOrderOf3107(e, [Same(e) EXCEPT !.t = born], s)

(* Without a place the peer's next segment asks again; if there is no      *)
(* listener any more, the peer is told so.                                 *)
WithoutPlace(e, s) ==
  IF listener.known
  THEN [Same(e) EXCEPT !.t.st = "SYN_CACHE"]
  ELSE [Same(e) EXCEPT !.t = Closed, !.reply = Refusal(e, s)]

(* The listener is gone: nobody will accept.                               *)
Unknown(e) == IF tcb[e].st = "SYN_CACHE" THEN [Same(e) EXCEPT !.t = Closed] ELSE Same(e)

OfThis(e, m) == m.gen = gen[e]

Outcomes(e, m) ==
  CASE m.m = "connect" -> {Connect(e)}
    [] m.m = "close" -> IF OfThis(e, m) THEN Closings(e, Same(e)) ELSE {Same(e)}
    [] m.m = "abort" -> {IF OfThis(e, m) THEN Abort(e, Same(e)) ELSE Same(e)}
    [] m.m = "reserved" -> {IF m.ok THEN Expand(e, m.s) ELSE WithoutPlace(e, m.s)}
    [] m.m = "segment" -> {Arrives(e, m.s)}
    [] m.m = "remove" -> {Unknown(e)}

HandlePort(e) ==
  /\ port[e] # <<>>
  /\ LET m == Head(port[e])
     IN /\ \E o \in Outcomes(e, m) :
             /\ Apply(e, o)
             /\ net' = ToNet(e, o.reply)
        /\ listener' = IF m.m = "remove" THEN [listener EXCEPT !.known = FALSE] ELSE listener
  /\ port' = [port EXCEPT ![e] = Tail(@)]
  /\ UNCHANGED doubled

-------------------------------------------------------------------------------
(* The listener's owner, and who accepts                                   *)

TheListener == CHOOSE e \in Passive : TRUE

Full == listener.places + Len(listener.queue) >= Backlog

OwnerDoes(m) ==
  CASE m.m = "reserve" ->
         LET ok == listener.open /\ ~Full
         IN /\ listener' = [listener EXCEPT !.places = IF ok THEN @ + 1 ELSE @]
            /\ Put(TheListener, [m |-> "reserved", ok |-> ok, s |-> m.s])
    [] m.m = "follow" ->
         /\ Put(TheListener, [m |-> "segment", s |-> m.s])
         /\ UNCHANGED listener
    [] m.m = "complete" ->
         /\ listener' = [listener EXCEPT !.places = @ - 1, !.queue = Append(@, m.gen)]
         /\ UNCHANGED port
    [] m.m = "release" ->
         /\ listener' = [listener EXCEPT !.places = @ - 1]
         /\ UNCHANGED port

HandleOwner ==
  /\ toOwner # <<>>
  /\ OwnerDoes(Head(toOwner))
  /\ toOwner' = Tail(toOwner)
  /\ UNCHANGED <<tcb, gen, held, net, doubled, user, hist>>

Taken == [listener EXCEPT !.queue = Tail(@), !.accepted = Append(@, Head(listener.queue))]

(* The user has the socket. Its connection may be over already.            *)
Accept ==
  /\ listener.open
  /\ listener.queue # <<>>
  /\ listener' = Taken
  /\ user' = IF Head(listener.queue) = gen[TheListener]
             THEN [user EXCEPT ![TheListener].phase = "open"] ELSE user
  /\ UNCHANGED <<tcb, gen, held, net, doubled, hist, port, toOwner>>

(* Every CPU is told, and who closes aborts what nobody accepted.          *)
Unlisten ==
  /\ MayUnlisten
  /\ listener.open
  /\ listener' = [listener EXCEPT !.open = FALSE]
  /\ Put(TheListener, [m |-> "remove"])
  /\ UNCHANGED <<tcb, gen, held, net, doubled, user, hist, toOwner>>

AbortUnaccepted ==
  /\ ~listener.open
  /\ listener.queue # <<>>
  /\ listener' = Taken
  /\ Put(TheListener, [m |-> "abort", gen |-> Head(listener.queue)])
  /\ UNCHANGED <<tcb, gen, held, net, doubled, user, hist, toOwner>>

-------------------------------------------------------------------------------
(* Time                                                                    *)

(* Longer than a segment lives, and than the peer waits before it sends    *)
(* its FIN again.                                                          *)
TimeWaitEnds(e) ==
  /\ tcb[e].st = "TIME_WAIT"
  /\ net = [x \in End |-> {}]
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ UNCHANGED <<gen, held, net, doubled, user, hist, port, toOwner, listener>>

(* Nobody is left to read, and the peer says nothing, for as long.         *)
FinWait2Ends(e) ==
  /\ tcb[e].st = "FIN_WAIT_2"
  /\ user[e].phase = "gone"
  /\ net = [x \in End |-> {}]
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ held' = [held EXCEPT ![e] = {}]
  /\ UNCHANGED <<gen, net, doubled, user, hist, port, toOwner, listener>>

(* The peer has not answered often enough, or newer entries need the room. *)
EntryEnds(e) ==
  /\ MayExpire
  /\ tcb[e].st = "SYN_CACHE"
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ UNCHANGED <<gen, held, net, doubled, user, hist, port, toOwner, listener>>

-------------------------------------------------------------------------------
Users(e) == AskConnect(e) \/ Write(e) \/ Shutdown(e) \/ \E how \in {"close", "abort"} : AskEnd(e, how)
Timers(e) == Retransmit(e) \/ TimeWaitEnds(e) \/ FinWait2Ends(e) \/ EntryEnds(e)
Network(e) == \E s \in net[e] : Receive(e, s) \/ ReceiveOneOfTwo(e, s) \/ Lose(e, s)

Next ==
  \/ \E e \in End : Users(e) \/ Timers(e) \/ Network(e) \/ Send(e) \/ HandlePort(e)
  \/ HandleOwner \/ Accept \/ Unlisten \/ AbortUnaccepted

ReceiveKind(e, k) == \E s \in net[e] : Kind(s) = k /\ Receive(e, s)

(* Of a kind of segments that is sent again and again, some arrive.        *)
Fairness ==
  /\ \A e \in End :
       /\ WF_vars(Send(e)) /\ WF_vars(Retransmit(e)) /\ WF_vars(HandlePort(e))
       /\ WF_vars(EntryEnds(e))
       /\ \A k \in Kinds : SF_vars(ReceiveKind(e, k))
  /\ WF_vars(HandleOwner) /\ WF_vars(Accept) /\ WF_vars(AbortUnaccepted)

Spec == Init /\ [][Next]_vars
TimeWaits == \A e \in End : SF_vars(TimeWaitEnds(e) \/ FinWait2Ends(e))
FairSpec == Spec /\ Fairness /\ TimeWaits

-------------------------------------------------------------------------------
(* What the user gets is what the peer's user wrote, in order.             *)
Prefix ==
  \A e \in End : \A k \in 1..Len(hist[e].got) :
    hist[e].got[k] = [gen |-> hist[e].with, seq |-> Iss(Peer(e), hist[e].with) + k]

OfOneConnection(e) == hist[e].with = gen[Peer(e)]

(* End of file comes behind all of the text, and after the peer's user     *)
(* said that it was all.                                                   *)
EndOfFileIsTheEnd ==
  \A e \in End :
    hist[e].eof /\ OfOneConnection(e) =>
      user[Peer(e)].shut /\ Len(hist[e].got) = user[Peer(e)].wrote

NothingAfterFin ==
  [][\A e \in End : hist[e].eof /\ gen'[e] = gen[e] => hist'[e].got = hist[e].got]_vars

(* Nobody is told of a reset, but when somebody has aborted or is gone.    *)
NobodyIsReset == \A e \in End : hist[e].told # "reset"

Paired(e) ==
  /\ OfOneConnection(e) /\ hist[Peer(e)].with = gen[e]
  /\ gen[e] > 0 /\ gen[Peer(e)] > 0

Beyond(e) == tcb[e].st \notin {"CLOSED", "SYN_SENT"}

Sequences ==
  \A e \in End :
    /\ tcb[e].una <= tcb[e].nxt
    /\ Synchronized(tcb[e]) => tcb[e].nxt <= FinSeq(e) + (IF user[e].shut THEN 1 ELSE 0)
    /\ Paired(e) /\ Beyond(e) /\ Beyond(Peer(e)) =>
         /\ tcb[e].rcv <= tcb[Peer(e)].nxt
         /\ tcb[e].una <= tcb[Peer(e)].rcv

(* States in which the two ends of a connection may be.                    *)
Together ==
  {{"CLOSED"} \cup {st} : st \in
     {"CLOSED", "SYN_SENT", "SYN_CACHE", "RESERVING", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2",
      "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"}} \cup
  {{"SYN_SENT"} \cup {st} : st \in {"SYN_CACHE", "SYN_SENT", "SYN_RECEIVED"}} \cup
  {{"SYN_RECEIVED"} \cup {st} : st \in {"SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1"}} \cup
  {{"SYN_CACHE", "ESTABLISHED"}, {"SYN_CACHE", "FIN_WAIT_1"}, {"RESERVING", "ESTABLISHED"},
   {"RESERVING", "FIN_WAIT_1"},
   {"ESTABLISHED"}, {"ESTABLISHED", "FIN_WAIT_1"},
   {"FIN_WAIT_1"}, {"FIN_WAIT_1", "CLOSE_WAIT"}, {"FIN_WAIT_1", "CLOSING"}, {"FIN_WAIT_1", "LAST_ACK"},
   {"FIN_WAIT_2", "CLOSE_WAIT"}, {"FIN_WAIT_2", "LAST_ACK"}, {"FIN_WAIT_2", "CLOSING"},
   {"CLOSING"}, {"CLOSING", "TIME_WAIT"}, {"LAST_ACK", "TIME_WAIT"}, {"TIME_WAIT"}}

StatesFit == Paired("A") => {tcb["A"].st, tcb["B"].st} \in Together

(* Nobody is accepted whom nobody asked for: the peer has begun the        *)
(* connection, and has agreed to this one.                                 *)
AskedFor ==
  \A e \in End :
    Synchronized(tcb[e]) /\ tcb[e].st # "SYN_RECEIVED" =>
      /\ hist[e].with > 0
      /\ OfOneConnection(e) /\ Beyond(Peer(e)) => hist[Peer(e)].with = gen[e]

AcceptedOnce ==
  \A i, j \in 1..Len(listener.accepted) : i # j => listener.accepted[i] # listener.accepted[j]

Count(list, What(_)) == Len(SelectSeq(list, What))

(* A place is with a connection that is not complete, or on its way.       *)
PlacesInUse ==
  LET Granted(m) == m.m = "reserved" /\ m.ok
      Returns(m) == m.m \in {"complete", "release"}
  IN Passive # {} =>
       listener.places = Count(port[TheListener], Granted) + Count(toOwner, Returns)
                         + (IF tcb[TheListener].acc THEN 1 ELSE 0)

(* An entry of the SYN cache does not outlive its listener.                *)
EntriesHaveListener == tcb[TheListener].st = "SYN_CACHE" => listener.known

-------------------------------------------------------------------------------
(* Under fair loss:                                                        *)

Failed(e) == hist[e].told # "nothing" \/ user[e].phase # "open" \/ user[Peer(e)].phase = "gone"

(* What is written is delivered, and its end, or the writer is told or has *)
(* gone.                                                                   *)
Owes(e) ==
  LET p == hist[Peer(e)]
  IN ~Failed(e) /\ (Len(p.got) < user[e].wrote \/ (user[e].shut /\ ~p.eof))

Delivered == (\E e \in End : Owes(e)) ~> (\A e \in End : ~Owes(e))

BothClose ==
  (\A e \in End : user[e].phase = "gone") ~> (\A e \in End : tcb[e].st = "CLOSED")

Passing == {"TIME_WAIT", "SYN_CACHE", "RESERVING", "SYN_RECEIVED"}

(* TIME-WAIT and entries of the SYN cache end.                             *)
PassingEnds == \A e \in End : tcb[e].st \in Passing ~> tcb[e].st \notin Passing

(* Also while the peer is in TIME-WAIT, however long that is.              *)
LastAckEnds == \A e \in End : tcb[e].st = "LAST_ACK" ~> tcb[e].st # "LAST_ACK"

UnlistenEnds ==
  ~listener.open ~> (~listener.known /\ listener.places = 0 /\ listener.queue = <<>>)
===============================================================================
