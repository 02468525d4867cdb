------------------------------- MODULE D48Split -------------------------------
(* The exchange is a load and a store: two producers get the same tail.    *)
EXTENDS MCMpscCoral

LoadTail(t) ==
  /\ producer[t].step = "exchange"
  /\ \E l \in Load(mem, t, TailOf, "acquire") :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT ![t].step = "store", ![t].before = l.val]
  /\ UNCHANGED <<fresh, made, order, raced>> /\ UNCHANGED consumerOwn

StoreTail(t) ==
  /\ producer[t].step = "store"
  /\ mem' \in Store(mem, t, TailOf, producer[t].h, "release")
  /\ producer' = [producer EXCEPT ![t].step = "link"]
  /\ order' = Append(order, producer[t].p)
  /\ UNCHANGED <<fresh, made, raced>> /\ UNCHANGED consumerOwn

SplitNext ==
  \/ \E t \in Producer :
       \/ Fill(t) \/ LoadTail(t) \/ StoreTail(t) \/ LinkBehind(t)
       \/ \E h \in Headers : Alloc(t, h)
  \/ Consume

SplitSpec == Init /\ [][SplitNext]_vars
===============================================================================
