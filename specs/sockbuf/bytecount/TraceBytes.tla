------------------------------- MODULE TraceBytes -----------------------------
(***************************************************************************)
(* The bytes of one of the sockbufs of a receive buffer that has one for   *)
(* each CPU, as probes report them: a reader may be faster than the count  *)
(* by one packet.                                                          *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
  Length,      \* lengths of packets in bytes
  HiWat,       \* the mark at first
  MaxLength    \* of the longest packet: a datagram of 65535 bytes, and a buffer of control data

VARIABLES
  bytes,
  high         \* the highest mark that was set: a producer may know one that was lowered since

SbAlloc(n) ==
  /\ n \in Length
  /\ bytes' = bytes + n
  /\ bytes' <= high
  /\ UNCHANGED high

SbFree(n) ==
  /\ n \in Length
  /\ bytes' = bytes - n
  /\ bytes' >= -MaxLength
  /\ UNCHANGED high

SbReserve(n) ==
  /\ n \in Length
  /\ high' = IF n > high THEN n ELSE high
  /\ UNCHANGED bytes

Next == \E n \in Length : SbAlloc(n) \/ SbFree(n) \/ SbReserve(n)

Init == bytes = 0 /\ high = HiWat

Spec == Init /\ [][Next]_<<bytes, high>>
===============================================================================
