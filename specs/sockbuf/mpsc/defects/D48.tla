---------------------------------- MODULE D48 ---------------------------------
(* The list of Michael and Scott: a producer that finds nothing behind the *)
(* tail links there by compare-and-set, and then moves the tail.  Headers  *)
(* are used again, and the tail that it looked at may by now be the header *)
(* of a packet that another is making, behind which there is nothing too.  *)
EXTENDS MCMpscCoral

LoadTail(t) ==
  /\ producer[t].step = "exchange"
  /\ \E l \in Load(mem, t, TailOf, "acquire") :
       /\ mem' = l.mem
       /\ producer' = [producer EXCEPT ![t].step = "compare", ![t].before = l.val]
  /\ UNCHANGED <<fresh, made, order, raced>> /\ UNCHANGED consumerOwn

CompareLink(t) ==
  /\ producer[t].step = "compare"
  /\ \E c \in CompareAndSet(mem, t, Link(producer[t].before), 0, producer[t].h) :
       /\ mem' = c.mem
       /\ producer' = [producer EXCEPT ![t].step = IF c.ok THEN "swing" ELSE "help"]
       /\ order' = IF c.ok THEN Append(order, producer[t].p) ELSE order
  /\ UNCHANGED <<fresh, made, raced>> /\ UNCHANGED consumerOwn

Swing(t) ==
  /\ producer[t].step = "swing"
  /\ \E c \in CompareAndSet(mem, t, TailOf, producer[t].before, producer[t].h) : mem' = c.mem
  /\ producer' = [producer EXCEPT ![t] = Idle]
  /\ UNCHANGED <<fresh, made, order, raced>> /\ UNCHANGED consumerOwn

(* Somebody has linked: move the tail for him.                             *)
Help(t) ==
  /\ producer[t].step = "help"
  /\ LET next == Last(mem, Link(producer[t].before))
     IN  IF next = 0
         THEN UNCHANGED mem
         ELSE \E c \in CompareAndSet(mem, t, TailOf, producer[t].before, next) : mem' = c.mem
  /\ producer' = [producer EXCEPT ![t].step = "exchange", ![t].before = 0]
  /\ UNCHANGED <<fresh, made, order, raced>> /\ UNCHANGED consumerOwn

(* The consumer does not overtake the tail.                                *)
CompareNext ==
  \/ \E t \in Producer :
       \/ Fill(t) \/ LoadTail(t) \/ CompareLink(t) \/ Swing(t) \/ Help(t)
       \/ \E h \in Headers : Alloc(t, h)
  \/ LoadNext /\ Last(mem, TailOf) # consumer.head
  \/ LoadPayload \/ DequeueCount \/ FreePacket

CompareSpec == Init /\ [][CompareNext]_vars
===============================================================================
