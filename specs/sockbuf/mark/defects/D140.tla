--------------------------------- MODULE D140 ---------------------------------
(* The urgent mark: the owner appends the urgent byte first, and moves the  *)
(* mark to it afterwards; or the reader looks at the mark first, and looks  *)
(* for a packet then.                                                       *)
EXTENDS UrgentMark

(* Among what was appended a moment ago.                                    *)
SetMarkLate(m) ==
  /\ m < appended /\ m + 1 >= appended
  /\ Marked => m > mark
  /\ mark' = m
  /\ UNCHANGED <<appended, read, pc, found, upTo, crossed>>

LateNext ==
  \/ \E m \in 0 .. Length : SetMarkLate(m)
  \/ \E n \in 1 .. Length : Append(n)
  \/ Find \/ LoadMark \/ Take

LateSpec == Init /\ [][LateNext]_vars

(* upTo holds the mark until the reader has found how much there is.        *)
LoadMarkFirst ==
  /\ pc = "idle"
  /\ upTo' = mark
  /\ pc' = "found"
  /\ UNCHANGED <<appended, mark, read, found, crossed>>

FindThen ==
  /\ pc = "found"
  /\ appended > read
  /\ upTo' = Limit(upTo, appended)
  /\ pc' = "limited"
  /\ UNCHANGED <<appended, mark, read, found, crossed>>

EarlyNext ==
  \/ \E m \in 0 .. Length + Ahead : SetMark(m)
  \/ \E n \in 1 .. Length : Append(n)
  \/ LoadMarkFirst \/ FindThen \/ Take

EarlySpec == Init /\ [][EarlyNext]_vars
===============================================================================
