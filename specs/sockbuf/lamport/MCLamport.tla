------------------------------ MODULE MCLamport -------------------------------
EXTENDS Lamport

CONSTANT MaxPackets

PacketSet == 1..MaxPackets
LocationSet == RingLocations

(* Packets are numbered, so the packet read last says how many were read. *)
InOrder == got = read

EverythingRead == <>[](got = MaxPackets)

(* What is proved for every N is about this ring.                          *)
Proof == INSTANCE LamportProof WITH
  N <- Slots,
  slot <- [i \in 0..Slots - 1 |-> Last(mem, Slot(i))],
  w <- producer.w, r <- consumer.r, wSeen <- consumer.w, rSeen <- producer.r,
  pstep <- producer.step,
  cstep <- IF consumer.step = "free" THEN "free" ELSE "idle"
ImplementsProof == Proof!ProofSpec
===============================================================================
