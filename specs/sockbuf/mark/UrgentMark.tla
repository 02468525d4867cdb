------------------------------ MODULE UrgentMark ------------------------------
(***************************************************************************)
(* so_oobmark of a stream: the owner of the socket moves the mark, then    *)
(* appends what lies behind it; a reader finds a packet, then looks at the *)
(* mark, and reads no farther than that unless it begins there.            *)
(*                                                                         *)
(* Bytes are numbered by their place in the stream.  The lock of the       *)
(* receive buffer makes the readers one.                                   *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Length,   \* of the stream
  Ahead     \* how far before its byte a mark may be announced

VARIABLES
  appended, \* how many bytes the owner has appended
  mark,     \* how many bytes lie before the last urgent one; None before there is one
  read,     \* how many bytes were read
  pc,       \* of the reader: "idle", "found", "limited"
  found,    \* up to where it found bytes
  upTo,     \* up to where it will read
  crossed   \* history: a read went across the mark as it was then

vars == <<appended, mark, read, pc, found, upTo, crossed>>

None == Length + Ahead + 1
Marked == mark # None

Init ==
  /\ appended = 0 /\ mark = None /\ read = 0
  /\ pc = "idle" /\ found = 0 /\ upTo = 0
  /\ crossed = FALSE

-------------------------------------------------------------------------------
(* The owner                                                               *)

(* The mark moves forward only, to a byte that was not appended yet.       *)
SetMark(m) ==
  /\ m \in appended .. appended + Ahead
  /\ Marked => m > mark
  /\ mark' = m
  /\ UNCHANGED <<appended, read, pc, found, upTo, crossed>>

Append(n) ==
  /\ n > 0
  /\ appended + n <= Length
  /\ appended' = appended + n
  /\ UNCHANGED <<mark, read, pc, found, upTo, crossed>>

-------------------------------------------------------------------------------
(* The reader                                                              *)

Find ==
  /\ pc = "idle"
  /\ appended > read
  /\ found' = appended
  /\ pc' = "found"
  /\ UNCHANGED <<appended, mark, read, upTo, crossed>>

Limit(m, most) == IF m # None /\ m > read /\ m < most THEN m ELSE most

LoadMark ==
  /\ pc = "found"
  /\ upTo' = Limit(mark, found)
  /\ pc' = "limited"
  /\ UNCHANGED <<appended, mark, read, found, crossed>>

Take ==
  /\ pc = "limited"
  /\ crossed' = (crossed \/ (Marked /\ read < mark /\ mark < upTo))
  /\ read' = upTo
  /\ pc' = "idle"
  /\ found' = 0 /\ upTo' = 0
  /\ UNCHANGED <<appended, mark>>

-------------------------------------------------------------------------------

Next ==
  \/ \E m \in 0 .. Length + Ahead : SetMark(m)
  \/ \E n \in 1 .. Length : Append(n)
  \/ Find \/ LoadMark \/ Take

Reads == Find \/ LoadMark \/ Take
Spec == Init /\ [][Next]_vars
FairSpec == Spec /\ WF_vars(Reads)

(* Whoever is at the mark knows: no read jumps over it.                    *)
NoReadCrosses == ~crossed

(* What was appended is read, the mark notwithstanding.                    *)
AllIsRead == <>[](read = appended)
===============================================================================
