----------------------------- MODULE MCByteCount ------------------------------
EXTENDS ByteCount

CONSTANT MaxBytes    \* how many bytes a run appends: a slow observer may not see counters wrap

LocationSet == CountLocations

Bounded == Diff(producer.w, Start) <= MaxBytes

TypeOK ==
  /\ producer.step \in {"idle", "link", "publish"}
  /\ consumer.step \in {"idle", "walk"}
  /\ observer.step \in {"idle", "rbytes"}
  /\ used \in Int
===============================================================================
