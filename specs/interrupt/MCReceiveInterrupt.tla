-------------------------- MODULE MCReceiveInterrupt --------------------------
EXTENDS ReceiveInterrupt

LocationSet == RingLocations

TypeOK ==
  /\ driver.step \in {"running", "fence", "look", "park", "disable"}
  /\ driver.polled \in 0..filled
  /\ permit \in BOOLEAN
===============================================================================
