---------------------------- MODULE MCLamportProof -----------------------------
EXTENDS LamportProof

CONSTANT MaxPackets

FewPackets == w <= MaxPackets
===============================================================================
