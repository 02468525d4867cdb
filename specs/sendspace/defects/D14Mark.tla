------------------------------- MODULE D14Mark --------------------------------
(* D14 in so_snd: a user thread raises the high-water mark (SO_SNDBUF),     *)
(* and so makes a predicate true on another thread than the evaluating one.*)
EXTENDS MCSendSpace

ReserveElsewhere(n) ==
  /\ n \in Mark
  /\ owner.step \notin {"scan", "reply"}    \* even if it excluded a running scan
  /\ hiwat' = n
  /\ replied' = replied \cup {u \in User : OnList(u)}
  /\ waiters' = <<>>
  /\ UNCHANGED <<packets, bytes, cantMore, error, inflight, aborts, owner>> /\ UNCHANGED userOwn

D14MarkNext ==
  \/ \E u \in User : UserStep(u) \/ Handles(u)
  \/ \E n \in Length : SbFree(n)
  \/ \E n \in Mark : ReserveElsewhere(n)
  \/ DequeueCount
  \/ SetCantSendMore

D14MarkSpec == Init /\ [][D14MarkNext]_vars /\ Fairness
===============================================================================
