------------------------------ MODULE CloseSocket -----------------------------
(***************************************************************************)
(* The end of a stream socket: close, with what is to be sent, what was    *)
(* not read, a lingering user and messages of the peer in flight.          *)
(*                                                                         *)
(* One end of a connection.  Its owner sends packets from so_snd as far as *)
(* the peer has room, and appends the peer's packets to so_rcv.  A user    *)
(* closes: gracefully, with what is in so_snd still to be sent; lingering, *)
(* which waits for that or for a time; or by abort, which throws it away.  *)
(* The peer may abort meanwhile.  When the owner has ended so_rcv and      *)
(* replied, the user frees what it has not read.                           *)
(*                                                                         *)
(* Nothing is called back before a socket goes: a message that comes later *)
(* finds the end of so_rcv set, or the link cut, and changes nothing but   *)
(* that its packet is freed.                                               *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Sends,       \* packets the user writes before it closes
  Comes,       \* packets the peer sends
  Linger       \* "off", "time" or "abort"

VARIABLES
  snd,         \* packets in so_snd
  rcv,         \* packets in so_rcv
  inflight,    \* packets of the peer on their way
  peer,        \* packets the peer will still send
  delivered,   \* packets that went to the peer
  freed,       \* packets freed: what could not be sent, was not read, or came late
  link,        \* the peer is known: "up", "sent" (end of file sent), "cut"
  ended,       \* so_rcv is ended: nothing is appended
  resets,      \* resets of the peer on their way
  user,        \* the step of the user that closes
  result       \* times the socket has ended for its user

vars == <<snd, rcv, inflight, peer, delivered, freed, link, ended, resets, user, result>>
packets == <<snd, rcv, inflight, peer, delivered, freed>>

Init ==
  /\ snd = Sends
  /\ rcv = 0
  /\ inflight = 0
  /\ peer = Comes
  /\ delivered = 0
  /\ freed = 0
  /\ link = "up"
  /\ ended = FALSE
  /\ resets = 0
  /\ user = "open"
  /\ result = 0

-------------------------------------------------------------------------------
(* The peer                                                                *)

PeerSends ==
  /\ peer > 0
  /\ peer' = peer - 1
  /\ inflight' = inflight + 1
  /\ UNCHANGED <<snd, rcv, delivered, freed, link, ended, resets, user, result>>

PeerAborts ==
  /\ peer > 0
  /\ peer' = 0
  /\ resets' = resets + 1
  /\ freed' = freed + peer
  /\ UNCHANGED <<snd, rcv, inflight, delivered, link, ended, user, result>>

-------------------------------------------------------------------------------
(* The owner                                                               *)

(* A packet of the peer comes.                                             *)
Input ==
  /\ inflight > 0
  /\ inflight' = inflight - 1
  /\ IF ended THEN freed' = freed + 1 /\ UNCHANGED rcv
              ELSE rcv' = rcv + 1 /\ UNCHANGED freed
  /\ UNCHANGED <<snd, peer, delivered, link, ended, resets, user, result>>

(* The peer has room for a packet.                                         *)
Output ==
  /\ link = "up"
  /\ snd > 0
  /\ snd' = snd - 1
  /\ delivered' = delivered + 1
  /\ UNCHANGED <<rcv, inflight, peer, freed, link, ended, resets, user, result>>

(* All was sent and no more will be written.                               *)
Fin ==
  /\ link = "up"
  /\ snd = 0
  /\ user \notin {"open", "asks"}
  /\ link' = "sent"
  /\ UNCHANGED packets /\ UNCHANGED <<ended, resets, user, result>>

(* The connection is over at once: what is to be sent is freed.            *)
End ==
  /\ snd' = 0
  /\ freed' = freed + snd
  /\ link' = "cut"
  /\ ended' = TRUE

Reset ==
  /\ resets > 0
  /\ resets' = resets - 1
  /\ IF link = "cut" THEN UNCHANGED <<snd, freed, link, ended>> ELSE End
  /\ UNCHANGED <<rcv, inflight, peer, delivered, user, result>>

(* The request of the user that closes.                                    *)
Disconnect ==
  /\ user = "asks"
  /\ IF Linger = "abort" /\ link # "cut"
     THEN End
     ELSE ended' = TRUE /\ UNCHANGED <<snd, freed, link>>
  /\ user' = IF Linger = "time" THEN "lingers" ELSE "flushes"
  /\ UNCHANGED <<rcv, inflight, peer, delivered, resets, result>>

-------------------------------------------------------------------------------
(* The user                                                                *)

Close ==
  /\ user = "open"
  /\ user' = "asks"
  /\ UNCHANGED packets /\ UNCHANGED <<link, ended, resets, result>>

(* What was to be sent is gone, or the time is over.                       *)
LingerEnds ==
  /\ user = "lingers"
  /\ user' = "flushes"
  /\ UNCHANGED packets /\ UNCHANGED <<link, ended, resets, result>>

(* It frees what it has not read, as the consumer of so_rcv.               *)
Flush ==
  /\ user = "flushes"
  /\ rcv' = 0
  /\ freed' = freed + rcv
  /\ user' = "closed"
  /\ result' = result + 1
  /\ UNCHANGED <<snd, inflight, peer, delivered, link, ended, resets>>

-------------------------------------------------------------------------------
Owner == Input \/ Fin \/ Reset \/ Disconnect

Next ==
  \/ PeerSends \/ PeerAborts
  \/ Owner \/ Output
  \/ Close \/ LingerEnds \/ Flush

(* Messages are taken, and the user goes on; the peer need not read, nor   *)
(* send, nor abort.                                                        *)
Fairness ==
  /\ WF_vars(Input) /\ WF_vars(Reset) /\ WF_vars(Disconnect)
  /\ WF_vars(LingerEnds) /\ WF_vars(Flush)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Every packet is in one place, or was delivered or freed, once.          *)
EachPacketOnce == snd + rcv + inflight + peer + delivered + freed = Sends + Comes

(* Nothing is put into a buffer of a socket that has ended.                *)
ClosedIsEmpty == user = "closed" => rcv = 0
CutIsEmpty == link = "cut" => snd = 0 /\ ended

EndedOnce == result <= 1

(* Close returns, whatever the peer does; what is in flight is freed; what *)
(* is in so_snd goes if the peer reads.                                    *)
CloseReturns == (user # "open") ~> (user = "closed")
LateIsFreed == (user = "closed" /\ inflight > 0) ~> (inflight = 0)
SentIfRead == (WF_vars(Output) /\ WF_vars(Fin)) => ((user = "closed") ~> (snd = 0 /\ link # "up"))

Abstract == INSTANCE ClosingEnd WITH
  First <- "up", gone <- FALSE, asked <- user \notin {"open", "asks"}, kept <- rcv, sent <- delivered
RefinesClosingEnd == Abstract!FlushedSpec
===============================================================================
