---------------------------- MODULE MCMessagePort -----------------------------
EXTENDS MessagePort, FiniteSets

CONSTANT MaxMessages

MessageSet == 1..MaxMessages

TypeOK ==
  /\ queue \in Seq(Message)
  /\ Len(queue) <= MaxMessages
  /\ waiting \in {0, 1}
  /\ permit \in BOOLEAN
  /\ owner \in {"running", "announced", "park", "cancel"}
  /\ waking \in 0..MaxSenders

OneQueueEntry == \A i, j \in 1..Len(queue) : queue[i] = queue[j] => i = j

(* An owner that parks beside a message will be woken.                     *)
WillBeWoken == (owner = "park" /\ queue # <<>>) => (permit \/ (waiting = 1 /\ waking > 0))
===============================================================================
