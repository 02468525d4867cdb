---------------------------- MODULE SharedFreeList -----------------------------
(***************************************************************************)
(* The free buffers of a pool from which any thread takes: a stack whose   *)
(* head is exchanged by compare-and-set (Treiber, IBM RJ 5118, 1986).  A   *)
(* count that grows with every change stands beside the head: a thread     *)
(* that was overtaken between reading the head and exchanging it finds     *)
(* that out, even if the same buffer is at the head again.                 *)
(*                                                                         *)
(* Buffers have places 1, 2, ...; 0 is none.  Each action is at most one   *)
(* access to shared memory, of any of the models of Memory.tla.            *)
(***************************************************************************)
EXTENDS Memory, Naturals, FiniteSets

CONSTANTS
  Place,         \* 1..n
  MaxTakes,      \* how many buffers a thread takes
  HeadLoad       \* mode of the loads of the head

Top == <<"top", 0>>
Below(i) == <<"below", i>>      \* the place under this one
Buffer(i) == <<"buffer", i>>    \* what has this place; here: how often it was given back

FreeListLocations == {Top} \cup {Below(i) : i \in Place} \cup {Buffer(i) : i \in Place}

VARIABLES
  mem,
  thread,      \* thread -> [step, head, below, buffer]: next step, and what was read
  holds,       \* thread -> the places it has
  takes,       \* thread -> how many it may still take
  gives,       \* history: place -> how often it was given back
  stale        \* history: a buffer was taken as it was before it was given back last

vars == <<mem, thread, holds, takes, gives, stale>>

(* The head is one word: the count, and the place of the first buffer.     *)
Places == Cardinality(Place) + 1
Word(count, place) == Places * count + place
First(head) == head % Places
Changed(head, place) == Word(head \div Places + 1, place)

Idle == [step |-> "idle", head |-> 0, below |-> 0, buffer |-> 0]

(* All are in the list, 1 on top.                                          *)
Init ==
  /\ mem = MemoryWith([l \in FreeListLocations |->
       IF l = Top THEN Word(0, 1)
       ELSE IF \E i \in Place : l = Below(i) /\ i + 1 \in Place
       THEN (CHOOSE i \in Place : l = Below(i)) + 1
       ELSE 0])
  /\ thread = [t \in Thread |-> Idle]
  /\ holds = [t \in Thread |-> {}]
  /\ takes = [t \in Thread |-> MaxTakes]
  /\ gives = [i \in Place |-> 0]
  /\ stale = FALSE

-------------------------------------------------------------------------------
(* Thread t takes a buffer                                                 *)

LoadHead(t) ==
  /\ thread[t].step = "idle"
  /\ takes[t] > 0
  /\ \E l \in Load(mem, t, Top, HeadLoad) :
       /\ mem' = l.mem
       /\ thread' = [thread EXCEPT ![t] =
            IF First(l.val) = 0 THEN Idle ELSE [Idle EXCEPT !.step = "buffer", !.head = l.val]]
  /\ UNCHANGED <<holds, takes, gives, stale>>

(* If it is gone this is anything, and the exchange fails.                 *)
LoadBuffer(t) ==
  /\ thread[t].step = "buffer"
  /\ \E l \in Load(mem, t, Buffer(First(thread[t].head)), "relaxed") :
       /\ mem' = l.mem
       /\ thread' = [thread EXCEPT ![t].step = "below", ![t].buffer = l.val]
  /\ UNCHANGED <<holds, takes, gives, stale>>

LoadBelow(t) ==
  /\ thread[t].step = "below"
  /\ \E l \in Load(mem, t, Below(First(thread[t].head)), "relaxed") :
       /\ mem' = l.mem
       /\ thread' = [thread EXCEPT ![t].step = "take", ![t].below = l.val]
  /\ UNCHANGED <<holds, takes, gives, stale>>

AllocMbuf(t, i) ==
  /\ thread[t].step = "take"
  /\ First(thread[t].head) = i
  /\ \E c \in CompareAndSet(mem, t, Top, thread[t].head, Changed(thread[t].head, thread[t].below)) :
       c.ok /\ mem' = c.mem
  /\ holds' = [holds EXCEPT ![t] = @ \cup {i}]
  /\ takes' = [takes EXCEPT ![t] = @ - 1]
  /\ stale' = (stale \/ thread[t].buffer # gives[i])
  /\ thread' = [thread EXCEPT ![t] = Idle]
  /\ UNCHANGED gives

(* Another was faster: once more.                                          *)
TakeFails(t) ==
  /\ thread[t].step = "take"
  /\ \E c \in CompareAndSet(mem, t, Top, thread[t].head, Changed(thread[t].head, thread[t].below)) :
       ~c.ok /\ mem' = c.mem
  /\ thread' = [thread EXCEPT ![t] = Idle]
  /\ UNCHANGED <<holds, takes, gives, stale>>

-------------------------------------------------------------------------------
(* Thread t gives one back                                                 *)

StoreBuffer(t, i) ==
  /\ thread[t].step = "idle"
  /\ i \in holds[t]
  /\ gives' = [gives EXCEPT ![i] = @ + 1]
  /\ mem' \in Store(mem, t, Buffer(i), gives[i] + 1, "relaxed")
  /\ thread' = [thread EXCEPT ![t] = [Idle EXCEPT !.step = "head", !.buffer = i]]
  /\ UNCHANGED <<holds, takes, stale>>

LoadHeadToGive(t) ==
  /\ thread[t].step = "head"
  /\ \E l \in Load(mem, t, Top, HeadLoad) :
       /\ mem' = l.mem
       /\ thread' = [thread EXCEPT ![t].step = "link", ![t].head = l.val]
  /\ UNCHANGED <<holds, takes, gives, stale>>

StoreBelow(t) ==
  /\ thread[t].step = "link"
  /\ mem' \in Store(mem, t, Below(thread[t].buffer), First(thread[t].head), "relaxed")
  /\ thread' = [thread EXCEPT ![t].step = "give"]
  /\ UNCHANGED <<holds, takes, gives, stale>>

FreeMbuf(t, i) ==
  /\ thread[t].step = "give"
  /\ thread[t].buffer = i
  /\ \E c \in CompareAndSet(mem, t, Top, thread[t].head, Changed(thread[t].head, i)) :
       c.ok /\ mem' = c.mem
  /\ holds' = [holds EXCEPT ![t] = @ \ {i}]
  /\ thread' = [thread EXCEPT ![t] = Idle]
  /\ UNCHANGED <<takes, gives, stale>>

GiveFails(t) ==
  /\ thread[t].step = "give"
  /\ \E c \in CompareAndSet(mem, t, Top, thread[t].head,
                            Changed(thread[t].head, thread[t].buffer)) :
       ~c.ok /\ mem' = c.mem
  /\ thread' = [thread EXCEPT ![t].step = "head"]
  /\ UNCHANGED <<holds, takes, gives, stale>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<thread, holds, takes, gives, stale>>

Take(t) ==
  \/ LoadHead(t)
  \/ LoadBuffer(t)
  \/ LoadBelow(t)
  \/ \E i \in Place : AllocMbuf(t, i)
  \/ TakeFails(t)

BeginGive(t) == \E i \in Place : StoreBuffer(t, i)
Give(t) ==
  \/ BeginGive(t)
  \/ LoadHeadToGive(t)
  \/ StoreBelow(t)
  \/ \E i \in Place : FreeMbuf(t, i)
  \/ GiveFails(t)

Next == (\E t \in Thread : Take(t) \/ Give(t)) \/ FlushStep

(* Who has begun goes on, and who has a buffer gives it back.              *)
Fairness ==
  /\ \A t \in Thread : WF_vars((thread[t].step # "idle" /\ Take(t)) \/ Give(t))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
RECURSIVE Reach(_, _)
Reach(i, seen) == IF i = 0 \/ i \in seen THEN seen ELSE Reach(Last(mem, Below(i)), seen \cup {i})

(* The places in the list.                                                 *)
Listed == Reach(First(Last(mem, Top)), {})

Held(i) == {t \in Thread : i \in holds[t]}

(* No buffer is given to two, and none that is in use is in the list.      *)
EachOnce ==
  \A i \in Place : Cardinality(Held(i)) + (IF i \in Listed THEN 1 ELSE 0) = 1

(* What its giver did to a buffer has happened for who takes it.           *)
NoneStale == ~stale

(* All come back: nobody is overtaken for ever.                            *)
AllGivenBack == \A t \in Thread : (holds[t] # {}) ~> (holds[t] = {})

(* What traces say of each buffer: of one from the top, and of one below.  *)
At(i) == IF Held(i) = {} THEN "free" ELSE "owned"
Upper == INSTANCE TraceMbuf WITH at <- At(1)
Lower == INSTANCE TraceMbuf WITH at <- At(2)
ImplementsUpper == Upper!ReportedSpec
ImplementsLower == Lower!ReportedSpec
===============================================================================
