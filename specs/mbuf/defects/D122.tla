--------------------------------- MODULE D122 ---------------------------------
EXTENDS MCSharedFreeList

(* The head without a count: the same buffer at the head is taken for the  *)
(* same list (ABA).                                                        *)
SameCount(head, place) == Word(0, place)

(* The buffer is linked to the one below when it is in the list already.   *)
GiveFirst(t) ==
  /\ thread[t].step = "link"
  /\ \E c \in CompareAndSet(mem, t, Top, thread[t].head,
                            Changed(thread[t].head, thread[t].buffer)) :
       /\ mem' = c.mem
       /\ thread' = [thread EXCEPT ![t].step = IF c.ok THEN "give" ELSE "head"]
       /\ holds' = [holds EXCEPT ![t] = IF c.ok THEN @ \ {thread[t].buffer} ELSE @]
  /\ UNCHANGED <<takes, gives, stale>>

LinkThen(t) ==
  /\ thread[t].step = "give"
  /\ mem' \in Store(mem, t, Below(thread[t].buffer), First(thread[t].head), "relaxed")
  /\ thread' = [thread EXCEPT ![t] = Idle]
  /\ UNCHANGED <<holds, takes, gives, stale>>

LinkNext ==
  \E t \in Thread : Take(t) \/ BeginGive(t) \/ LoadHeadToGive(t) \/ GiveFirst(t) \/ LinkThen(t)

LinkSpec == Init /\ [][LinkNext]_vars
===============================================================================
