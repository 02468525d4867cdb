--------------------------------- MODULE Fifo ---------------------------------
(***************************************************************************)
(* The abstract sockbuf: packets leave in the order in which they came,    *)
(* none is lost, none comes twice.  Every sockbuf design refines it.       *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANT Packet    \* the packets that may be appended; positive numbers

VARIABLES
  queue,           \* packets appended and not yet dequeued, oldest first
  got              \* the packet dequeued last; 0 before the first

fifoVars == <<queue, got>>

FifoInit ==
  /\ queue = <<>>
  /\ got = 0

FifoAppend(p) ==
  /\ queue' = Append(queue, p)
  /\ UNCHANGED got

FifoDequeue ==
  /\ queue # <<>>
  /\ got' = Head(queue)
  /\ queue' = Tail(queue)

FifoNext ==
  \/ \E p \in Packet : FifoAppend(p)
  \/ FifoDequeue

(* What is appended is eventually readable: a reader that keeps reading    *)
(* gets it.                                                                *)
FifoSpec == FifoInit /\ [][FifoNext]_fifoVars /\ WF_fifoVars(FifoDequeue)
===============================================================================
