----------------------------- MODULE MCSendBytes ------------------------------
EXTENDS SendBytes

LocationSet == SendLocations

TypeOK ==
  /\ producer.step \in {"idle", "link", "publish", "ask", "wait", "again"}
  /\ consumer.step \in {"idle", "walk", "evaluate", "reply"}
  /\ used \in Int
===============================================================================
