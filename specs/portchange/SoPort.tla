--------------------------------- MODULE SoPort -------------------------------
(***************************************************************************)
(* so_port: which CPU's protocol thread owns a socket, and how it changes. *)
(* The word is either "at c" or "moving from c to d".                      *)
(*                                                                         *)
(* The owner c takes the control block off its lists, stores "moving", and *)
(* only then puts the request that does the move on d's port.  The thread  *)
(* of d stores "at d" when it gets that request, and links the block.  So  *)
(* the word is written by one thread at a time: who may write it goes      *)
(* along with the request.                                                 *)
(*                                                                         *)
(* A sender that reads "moving" still sends to c.  There its message is    *)
(* forwarded (chased) to d, and lies on d's port behind the move, for c    *)
(* puts one after the other.                                               *)
(***************************************************************************)
EXTENDS Naturals

CONSTANT
  Cpu          \* CPUs, 0 included

FirstCpu == 0

VARIABLE
  soPort       \* [at, to]: both are the same while the socket rests

At(c) == [at |-> c, to |-> c]
Moving(c, d) == [at |-> c, to |-> d]

SoPortInit == soPort = At(FirstCpu)

(* A sender reads where to send.                                           *)
ReadPort(c) ==
  /\ c = soPort.at
  /\ UNCHANGED soPort

(* A request is carried out, by the owner.                                 *)
Handle(c) ==
  /\ soPort = At(c)
  /\ UNCHANGED soPort

(* A message is got by c, which is not the owner any more, or not yet.     *)
Chase(c, d) ==
  /\ soPort # At(c)
  /\ d = (IF soPort.at = c THEN soPort.to ELSE soPort.at)
  /\ UNCHANGED soPort

Leave(c, d) ==
  /\ soPort = At(c)
  /\ d # c
  /\ soPort' = Moving(c, d)

Arrive(c, d) ==
  /\ soPort = Moving(c, d)
  /\ soPort' = At(d)

SoPortNext ==
  \/ \E c \in Cpu : ReadPort(c) \/ Handle(c)
  \/ \E c, d \in Cpu : Chase(c, d) \/ Leave(c, d) \/ Arrive(c, d)

SoPortSpec == SoPortInit /\ [][SoPortNext]_soPort
===============================================================================
