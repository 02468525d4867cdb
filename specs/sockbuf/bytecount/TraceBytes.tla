------------------------------- MODULE TraceBytes -----------------------------
(***************************************************************************)
(* The bytes of one of the sockbufs of a receive buffer that has one for   *)
(* each CPU, as probes report them: a reader may be faster than the count  *)
(* by one packet.                                                          *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
  Length,      \* lengths of packets in bytes
  HiWat,       \* the highest mark that is set
  MaxLength    \* of the longest packet

VARIABLE bytes

SbAlloc(n) ==
  /\ n \in Length
  /\ bytes' = bytes + n
  /\ bytes' <= HiWat

SbFree(n) ==
  /\ n \in Length
  /\ bytes' = bytes - n
  /\ bytes' >= -MaxLength

Next == \E n \in Length : SbAlloc(n) \/ SbFree(n)

Init == bytes = 0

Spec == Init /\ [][Next]_bytes
===============================================================================
