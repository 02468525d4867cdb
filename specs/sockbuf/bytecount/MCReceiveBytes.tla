---------------------------- MODULE MCReceiveBytes ----------------------------
EXTENDS ReceiveBytes

LocationSet == ReceiveLocations

TypeOK ==
  /\ producer.step \in {"idle", "publish", "evaluate", "reply", "advertise"}
  /\ consumer.step \in {"idle", "walk", "ask", "wait", "tell"}
  /\ used \in Int
===============================================================================
