--------------------------------- MODULE D08 ----------------------------------
(* D08: the count is published before the link.  The reader's snapshot     *)
(* promises a packet that is not there: it passes the end of the list.     *)
EXTENDS MCCupholder

PublishFirst ==
  /\ producer.step \in {"reuse", "link"}
  /\ Last(mem, W) = producer.w
  /\ mem' \in Store(mem, "p", W, producer.w + 1, WStore)
  /\ UNCHANGED <<producer, raced>> /\ UNCHANGED consumerOwn

LinkSecond ==
  /\ Last(mem, W) = producer.w + 1
  /\ \/ \E p \in Packet : AppendReuse(p)
     \/ \E p \in Packet, h \in Holder : AppendLink(p, h)

Done ==
  /\ producer.step = "publish"
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = @ + 1]
  /\ UNCHANGED <<mem, raced>> /\ UNCHANGED consumerOwn

D08Next ==
  \/ AppendLoad
  \/ AppendLoadCount
  \/ \E h \in Holder : TakeHolder(h)
  \/ PublishFirst
  \/ LinkSecond
  \/ Done
  \/ Consume

D08Spec == Init /\ [][D08Next]_vars
===============================================================================
