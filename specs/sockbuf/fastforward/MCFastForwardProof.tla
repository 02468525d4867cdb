---------------------------- MODULE MCFastForwardProof -----------------------------
EXTENDS FastForwardProof

CONSTANT MaxPackets

FewPackets == w <= MaxPackets
===============================================================================
