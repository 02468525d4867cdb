-------------------------- MODULE MCMessagePortMemory --------------------------
EXTENDS MessagePortMemory

LocationSet == PortLocations

TypeOK ==
  /\ sender \in [Sender -> {"idle", "fence", "look", "take"}]
  /\ owner.step \in {"running", "fence", "announced", "park", "cancel"}
  /\ owner.got \in 0..sent
  /\ sent \in 0..MaxMessages
  /\ permit \in BOOLEAN
===============================================================================
