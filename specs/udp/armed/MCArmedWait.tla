----------------------------- MODULE MCArmedWait ------------------------------
EXTENDS ArmedWait

ThreadSet == ArmedWaitThreads
LocationSet == ArmedWaitLocations

TypeOK ==
  /\ producer \in [Queue -> {"idle", "fence", "test", "exchange", "put"}]
  /\ owner \in {"idle", "disarm", "look", "arm", "fence", "again", "reply"}
  /\ user \in {"scan", "prepare", "ask", "wait"}
  /\ waits \in BOOLEAN
  /\ at \in [owner : Queue, user : Queue]
  /\ appended \in [Queue -> 0..MaxPackets]
  /\ taken \in [Queue -> 0..MaxPackets]
===============================================================================
