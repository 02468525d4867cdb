-------------------------------- MODULE Sockbuf -------------------------------
(***************************************************************************)
(* The abstract sockbuf: a queue, the bytes in it as far as either side    *)
(* knows, and the end of file.  Every design of a sockbuf, with what all   *)
(* have in common, refines it.                                             *)
(***************************************************************************)
EXTENDS Fifo

CONSTANTS
  Sizes,           \* packet -> its bytes
  HighWater        \* bytes that may be in the sockbuf

VARIABLES
  atMost,          \* bytes, as the producer knows: an upper bound
  atLeast,         \* bytes, as the consumer knows: a lower bound
  closed,          \* nothing will be appended any more
  eof              \* the consumer has found the end of file

contents == <<queue, got, closed, eof>>
sockbufVars == <<contents, atMost, atLeast>>

RECURSIVE Bytes(_)
Bytes(q) == IF q = <<>> THEN 0 ELSE Sizes[Head(q)] + Bytes(Tail(q))

(* The decisions of both sides are safe by the bound that each has.        *)
Bounded ==
  /\ atLeast <= Bytes(queue)
  /\ Bytes(queue) <= atMost
  /\ atMost <= HighWater

EofIsLast == eof => closed /\ queue = <<>>

SockbufInit ==
  /\ FifoInit
  /\ atMost = 0 /\ atLeast = 0
  /\ ~closed /\ ~eof

SockbufAppend(p) ==
  /\ ~closed
  /\ FifoAppend(p)
  /\ UNCHANGED <<closed, eof>>

SockbufDequeue ==
  /\ FifoDequeue
  /\ UNCHANGED <<closed, eof>>

Close ==
  /\ ~closed
  /\ closed' = TRUE
  /\ UNCHANGED <<fifoVars, eof>>

(* Only when everything has been read.                                     *)
EndOfFile ==
  /\ closed
  /\ queue = <<>>
  /\ ~eof
  /\ eof' = TRUE
  /\ UNCHANGED <<fifoVars, closed>>

Learn == UNCHANGED contents

(* Bounds change as they like, but are bounds.                             *)
SockbufNext ==
  \/ \E p \in Packet : SockbufAppend(p)
  \/ SockbufDequeue
  \/ Close
  \/ EndOfFile
  \/ Learn

SockbufSpec ==
  /\ SockbufInit /\ [][SockbufNext]_sockbufVars
  /\ []Bounded
  /\ WF_contents(SockbufDequeue)
  /\ WF_contents(EndOfFile)
===============================================================================
