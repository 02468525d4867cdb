---------------------------- MODULE MCFastForward -----------------------------
EXTENDS FastForward

CONSTANT MaxPackets

PacketSet == 1..MaxPackets
LocationSet == RingLocations

(* Packets are numbered, so the packet read last says how many were read. *)
InOrder == got = read

EverythingRead == <>[](got = MaxPackets)

(* What is proved for every N is about this ring.                          *)
Proof == INSTANCE FastForwardProof WITH
  N <- Slots,
  slot <- [i \in 0..Slots - 1 |-> Last(mem, Slot(i))],
  w <- producer.w, r <- consumer.r, limit <- producer.limit,
  pstep <- IF producer.step = "near" THEN "near" ELSE "idle",
  cstep <- IF consumer.step = "clear" THEN "clear" ELSE "idle"
ImplementsProof == Proof!ProofSpec
===============================================================================
