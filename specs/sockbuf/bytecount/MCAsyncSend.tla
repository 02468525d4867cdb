----------------------------- MODULE MCAsyncSend ------------------------------
EXTENDS AsyncSend

LocationSet == CountLocations

TypeOK ==
  /\ producer.step \in {"idle", "link"}
  /\ consumer.step = "idle"
===============================================================================
