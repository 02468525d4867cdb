------------------------------- MODULE ClosingEnd -----------------------------
(***************************************************************************)
(* What the end of a stream socket promises, seen from its control block:  *)
(* after the end of so_rcv every packet that comes is freed; nothing is    *)
(* sent behind the end of file, nor when the peer is not known any more;   *)
(* the connection ends once, whoever ends it; and a user that lingered     *)
(* until all was sent returns when it was.  CloseSocket says how, and      *)
(* refines this.                                                           *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT First   \* the link at first: "none", or "up"

VARIABLES
  link,          \* the peer is known: "none", "up", "sent" (end of file sent), "cut"
  gone,          \* nobody reads at the peer any more
  ended,         \* so_rcv is ended
  asked,         \* the user has closed
  kept,          \* packets that came and were kept
  sent           \* packets that went to the peer

vars == <<link, gone, ended, asked, kept, sent>>
packets == <<kept, sent>>

Init ==
  /\ link = First
  /\ gone = FALSE
  /\ ended = FALSE
  /\ asked = FALSE
  /\ kept = 0
  /\ sent = 0

Linked == link \in {"up", "sent"}

Connected ==
  /\ link = "none"
  /\ link' = "up"
  /\ UNCHANGED <<gone, ended, asked>> /\ UNCHANGED packets

(* A packet of the peer comes: it is kept, or freed (b = 0).               *)
Input(b) ==
  /\ link # "none"
  /\ (b = 0) <=> ended
  /\ kept' = kept + b
  /\ UNCHANGED <<link, gone, ended, asked, sent>>

(* The peer has sent its end of file, or the user reads no more.           *)
EndInput == ended' = TRUE /\ UNCHANGED <<link, gone, asked>> /\ UNCHANGED packets

Output ==
  /\ link = "up"
  /\ sent' = sent + 1
  /\ UNCHANGED <<link, gone, ended, asked, kept>>

Fin ==
  /\ link = "up"
  /\ link' = "sent"
  /\ UNCHANGED <<gone, ended, asked>> /\ UNCHANGED packets

(* The user of the peer has closed.                                        *)
Gone == Linked /\ gone' = TRUE /\ UNCHANGED <<link, ended, asked>> /\ UNCHANGED packets

(* Both ends have sent their end of file.                                  *)
Cut ==
  /\ link = "sent"
  /\ link' = "cut"
  /\ UNCHANGED <<gone, ended, asked>> /\ UNCHANGED packets

(* The peer was killed; b says whether this end was linked still.          *)
Reset(b) ==
  /\ (b = 1) <=> Linked
  /\ IF Linked THEN link' = "cut" /\ ended' = TRUE ELSE UNCHANGED <<link, ended>>
  /\ UNCHANGED <<gone, asked>> /\ UNCHANGED packets

(* The user closes, or kills the connection (k = 1).                       *)
Disconnect(k) ==
  /\ ~asked
  /\ asked' = TRUE
  /\ ended' = TRUE
  /\ link' = IF k = 1 \/ ~Linked THEN "cut" ELSE link
  /\ UNCHANGED gone /\ UNCHANGED packets

(* It has lingered: until all was sent or nothing more will be (b = 1), or *)
(* the time was over.                                                      *)
LingerEnds(b) ==
  /\ asked
  /\ (b = 1) => (link \in {"sent", "cut"} \/ gone)
  /\ UNCHANGED vars

-------------------------------------------------------------------------------
Next ==
  \/ Connected
  \/ \E b \in {0, 1} : Input(b)
  \/ EndInput
  \/ Output
  \/ Fin
  \/ Gone
  \/ Cut
  \/ \E b \in {0, 1} : Reset(b)
  \/ \E k \in {0, 1} : Disconnect(k)
  \/ \E b \in {0, 1} : LingerEnds(b)

Spec == Init /\ [][Next]_vars

(* In CloseSocket kept packets are counted until the user frees them: that *)
(* is no step of the control block.                                        *)
Flush == kept' = 0 /\ UNCHANGED <<link, gone, ended, asked, sent>>
FlushedSpec == Init /\ [][Next \/ Flush]_vars
===============================================================================
