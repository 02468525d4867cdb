------------------------------- MODULE NSockbufs ------------------------------
(***************************************************************************)
(* The receive buffer of a datagram socket as N sockbufs: one for each CPU *)
(* on which datagrams land.  Each has one producer, the protocol thread of *)
(* its CPU; the consumer of all is the user who holds the socket's receive *)
(* lock.  A word of ready bits says which may hold something, `waiting`    *)
(* says which users sleep.                                                 *)
(*                                                                         *)
(* A producer appends and looks at its ready bit.  If that is set, a user  *)
(* will come by: nothing is written that other CPUs write.  If not, the    *)
(* producer sets it and wakes who sleeps.                                  *)
(*                                                                         *)
(* A user takes up to a quantum from the queue under the cursor, and goes  *)
(* on to the next ready one.  It clears the bit of a queue that it finds   *)
(* empty, and then looks again; if it sets the bit again it wakes who      *)
(* sleeps, as a producer does.  When no bit is set it announces that it    *)
(* waits, looks at the bits again, unlocks, and sleeps.                    *)
(*                                                                         *)
(* Producer and user each write one word and then read the other's         *)
(* (Dekker): the queue's count and its ready bit, with a full fence        *)
(* between on both sides; the ready bits and `waiting`, both of which are  *)
(* exchanged.                                                              *)
(*                                                                         *)
(* Each action is at most one access to shared memory, of any of the       *)
(* models of Memory.tla.  What a queue holds, and how, is the matter of    *)
(* ../../sockbuf; here it has its count of packets appended, and that of   *)
(* packets taken, by which the producer keeps to its budget.               *)
(***************************************************************************)
EXTENDS Memory, Naturals, Sequences, FiniteSets

CONSTANTS
  Queues,        \* how many queues there are: 0..Queues-1
  Users,         \* how many users there are: 0..Users-1
  Quantum,       \* how many packets a queue is served before the next one is
  Budget,        \* how many packets may be in a queue
  MaxPackets     \* how many packets come

Queue == 0..Queues-1
User == 0..Users-1

P(i) == <<"p", i>>
U(u) == <<"u", u>>

NSockbufsThreads == {P(i) : i \in Queue} \cup {U(u) : u \in User}

Appended(i) == <<"appended", i>>     \* packets appended to queue i
Taken(i) == <<"taken", i>>           \* packets taken from queue i
Ready == <<"ready", 0>>              \* bit i: queue i may hold something
Waiting == <<"waiting", 0>>          \* bit u: user u waits, and nobody has woken it
LockWord == <<"lock", 0>>            \* the socket's receive lock

NSockbufsLocations ==
  {Appended(i) : i \in Queue} \cup {Taken(i) : i \in Queue} \cup {Ready, Waiting, LockWord}

VARIABLES
  mem,
  producer,    \* each protocol thread's next step
  user,        \* each user's next step
  announced,   \* users that have announced in this call that they wait
  permit,      \* users that were woken and have not seen it
  cursor,      \* of who holds the lock: the queue that is served
  left,        \* of who holds the lock: what is left of its quantum
  taken,       \* of who holds the lock: packets taken, by queue
  offered,     \* history: packets that came, by queue; numbered from 1
  order,       \* history: the packets accepted, by queue
  dropped,     \* history: the packets dropped, by queue
  got,         \* history: the packets that users got, by queue
  passed       \* history: packets got from others while this queue was ready

vars == <<mem, producer, user, announced, permit, cursor, left, taken, offered, order, dropped, got,
          passed>>
holders == <<cursor, left, taken>>
packets == <<offered, order, dropped, got>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [i \in Queue |-> "idle"]
  /\ user = [u \in User |-> "idle"]
  /\ announced = {}
  /\ permit = {}
  /\ cursor = 0
  /\ left = Quantum
  /\ taken = [i \in Queue |-> 0]
  /\ offered = [i \in Queue |-> 0]
  /\ order = [i \in Queue |-> <<>>]
  /\ dropped = [i \in Queue |-> {}]
  /\ got = [i \in Queue |-> <<>>]
  /\ passed = [i \in Queue |-> 0]

Has(word, i) == (word \div 2^i) % 2 = 1
With(word, i) == IF Has(word, i) THEN word ELSE word + 2^i
Without(word, i) == IF Has(word, i) THEN word - 2^i ELSE word

(* One atomic step that reads `before` and leaves `after`.  It reads the   *)
(* newest value.                                                           *)
Exchange(t, l, before, after) ==
  \E x \in CompareAndSet(mem, t, l, before, after) : x.ok /\ mem' = x.mem

WaitingWords == 0..2^Users-1

ProducerTo(i, step) == producer' = [producer EXCEPT ![i] = step]
UserTo(u, step) == user' = [user EXCEPT ![u] = step]

-------------------------------------------------------------------------------
(* The protocol thread of CPU i                                            *)

Sum(f) == LET To[k \in 0..Queues] == IF k = 0 THEN 0 ELSE To[k - 1] + f[k - 1] IN To[Queues]
Came == Sum(offered)

(* A packet comes.  The count of packets taken may be old: then there is   *)
(* more room than the producer thinks.                                     *)
Offer(i, fits) ==
  /\ producer[i] = "idle"
  /\ Came < MaxPackets
  /\ \E x \in Load(mem, P(i), Taken(i), "acquire") :
       /\ fits = (Len(order[i]) - x.val < Budget)
       /\ mem' = x.mem
  /\ offered' = [offered EXCEPT ![i] = @ + 1]
  /\ dropped' = IF fits THEN dropped ELSE [dropped EXCEPT ![i] = @ \cup {offered[i] + 1}]
  /\ ProducerTo(i, IF fits THEN "append" ELSE "idle")
  /\ UNCHANGED <<user, announced, permit, order, got, passed>> /\ UNCHANGED holders

AppendPublish(i) ==
  /\ producer[i] = "append"
  /\ mem' \in Store(mem, P(i), Appended(i), Len(order[i]) + 1, "release")
  /\ order' = [order EXCEPT ![i] = Append(@, offered[i])]
  /\ ProducerTo(i, "fence")
  /\ UNCHANGED <<user, announced, permit, offered, dropped, got, passed>> /\ UNCHANGED holders

FenceAppend(i) ==
  /\ producer[i] = "fence"
  /\ mem' \in Fence(mem, P(i))
  /\ ProducerTo(i, "look")
  /\ UNCHANGED <<user, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* Is the bit set?                                                         *)
LookReady(i, b) ==
  /\ producer[i] = "look"
  /\ \E x \in Load(mem, P(i), Ready, "acquire") :
       /\ b = (IF Has(x.val, i) THEN 1 ELSE 0)
       /\ mem' = x.mem
  /\ ProducerTo(i, IF b = 1 THEN "idle" ELSE "mark")
  /\ UNCHANGED <<user, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

MarkReady(i) ==
  /\ producer[i] = "mark"
  /\ Exchange(P(i), Ready, Last(mem, Ready), With(Last(mem, Ready), i))
  /\ ProducerTo(i, "wake")
  /\ UNCHANGED <<user, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* All who wait are woken.                                                 *)
WakeAll(i, w) ==
  /\ producer[i] = "wake"
  /\ Exchange(P(i), Waiting, w, 0)
  /\ permit' = permit \cup {u \in User : Has(w, u)}
  /\ ProducerTo(i, "idle")
  /\ UNCHANGED <<user, announced, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

-------------------------------------------------------------------------------
(* A user                                                                  *)

ToServe == IF left > 0 THEN "serve" ELSE "advance"

RcvLock(u) ==
  /\ user[u] = "idle"
  /\ Exchange(U(u), LockWord, 0, 1)
  /\ UserTo(u, ToServe)
  /\ announced' = announced \ {u}
  /\ UNCHANGED <<producer, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* Is there something in the queue under the cursor?                       *)
Serve(u, b) ==
  /\ user[u] = "serve"
  /\ \E x \in Load(mem, U(u), Appended(cursor), "acquire") :
       /\ b = (IF x.val > taken[cursor] THEN 1 ELSE 0)
       /\ mem' = x.mem
  /\ UserTo(u, IF b = 1 THEN "take" ELSE "clear")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

Passed(i) ==
  [j \in Queue |->
    IF j = i THEN 0 ELSE IF Has(Last(mem, Ready), j) THEN passed[j] + 1 ELSE 0]

(* 0 if there is none.                                                     *)
Oldest(i) == IF taken[i] < Len(order[i]) THEN order[i][taken[i] + 1] ELSE 0

Take(u, i) ==
  /\ user[u] = "take"
  /\ i = cursor
  /\ mem' \in Store(mem, U(u), Taken(i), taken[i] + 1, "release")
  /\ taken' = [taken EXCEPT ![i] = @ + 1]
  /\ left' = left - 1
  /\ got' = [got EXCEPT ![i] = Append(@, Oldest(i))]
  /\ passed' = Passed(i)
  /\ UserTo(u, "unlock")
  /\ UNCHANGED <<producer, announced, permit, cursor, offered, order, dropped>>

(* It is empty.  First the bit is cleared, and then the user looks again.  *)
ClearReady(u, i) ==
  /\ user[u] = "clear"
  /\ i = cursor
  /\ Exchange(U(u), Ready, Last(mem, Ready), Without(Last(mem, Ready), i))
  /\ passed' = [passed EXCEPT ![i] = 0]
  /\ UserTo(u, "fence")
  /\ UNCHANGED <<producer, announced, permit>> /\ UNCHANGED holders /\ UNCHANGED packets

FenceClear(u) ==
  /\ user[u] = "fence"
  /\ mem' \in Fence(mem, U(u))
  /\ UserTo(u, "recheck")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

Recheck(u, b) ==
  /\ user[u] = "recheck"
  /\ \E x \in Load(mem, U(u), Appended(cursor), "acquire") :
       /\ b = (IF x.val > taken[cursor] THEN 1 ELSE 0)
       /\ mem' = x.mem
  /\ UserTo(u, IF b = 1 THEN "restore" ELSE "advance")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

RestoreReady(u, i) ==
  /\ user[u] = "restore"
  /\ i = cursor
  /\ Exchange(U(u), Ready, Last(mem, Ready), With(Last(mem, Ready), i))
  /\ UserTo(u, "wake")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* The producer that finds the bit set again wakes nobody; and this user   *)
(* takes one packet only.                                                  *)
WakeOthers(u, w) ==
  /\ user[u] = "wake"
  /\ Exchange(U(u), Waiting, w, 0)
  /\ permit' = permit \cup {v \in User : Has(w, v)}
  /\ UserTo(u, "take")
  /\ UNCHANGED <<producer, announced, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* The first ready queue behind queue i, which may be i itself.            *)
NextReady(word, i) ==
  LET behind(j) == (j + Queues - i - 1) % Queues
  IN CHOOSE j \in Queue :
       /\ Has(word, j)
       /\ \A k \in Queue : Has(word, k) => behind(j) <= behind(k)

(* On to queue i.                                                          *)
Advance(u, i) ==
  /\ user[u] = "advance"
  /\ \E x \in Load(mem, U(u), Ready, "acquire") :
       /\ x.val # 0
       /\ i = NextReady(x.val, cursor)
       /\ mem' = x.mem
  /\ cursor' = i
  /\ left' = Quantum
  /\ UserTo(u, "serve")
  /\ UNCHANGED <<producer, announced, permit, taken, passed>> /\ UNCHANGED packets

(* None is ready.                                                          *)
FindNone(u) ==
  /\ user[u] = "advance"
  /\ \E x \in Load(mem, U(u), Ready, "acquire") : x.val = 0 /\ mem' = x.mem
  /\ UserTo(u, IF u \in announced THEN "leave" ELSE "announce")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

Announce(u) ==
  /\ user[u] = "announce"
  /\ Exchange(U(u), Waiting, Last(mem, Waiting), With(Last(mem, Waiting), u))
  /\ announced' = announced \cup {u}
  /\ UserTo(u, "advance")
  /\ UNCHANGED <<producer, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* With a packet, or to sleep.                                             *)
RcvUnlock(u) ==
  /\ user[u] \in {"unlock", "leave"}
  /\ mem' \in Store(mem, U(u), LockWord, 0, "release")
  /\ UserTo(u, IF user[u] = "unlock" THEN "idle" ELSE "park")
  /\ UNCHANGED <<producer, announced, permit, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

(* Nothing but the permit ends the park.  It may be left from a call that  *)
(* announced and then found something.                                     *)
Park(u) ==
  /\ user[u] = "park"
  /\ u \in permit
  /\ permit' = permit \ {u}
  /\ UserTo(u, "idle")
  /\ UNCHANGED <<mem, producer, announced, passed>> /\ UNCHANGED holders /\ UNCHANGED packets

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, user, announced, permit, passed>>
  /\ UNCHANGED holders /\ UNCHANGED packets

Arrive(i) == \E fits \in BOOLEAN : Offer(i, fits)

Produce(i) ==
  \/ AppendPublish(i) \/ FenceAppend(i)
  \/ \E b \in {0, 1} : LookReady(i, b)
  \/ MarkReady(i)
  \/ \E w \in WaitingWords : WakeAll(i, w)

Consume(u) ==
  \/ RcvLock(u)
  \/ \E b \in {0, 1} : Serve(u, b) \/ Recheck(u, b)
  \/ \E i \in Queue : Take(u, i) \/ ClearReady(u, i) \/ RestoreReady(u, i) \/ Advance(u, i)
  \/ \E w \in WaitingWords : WakeOthers(u, w)
  \/ FenceClear(u) \/ FindNone(u) \/ Announce(u) \/ RcvUnlock(u) \/ Park(u)

Next ==
  \/ \E i \in Queue : Arrive(i) \/ Produce(i)
  \/ \E u \in User : Consume(u)
  \/ FlushStep

(* Threads go on with what they have begun, users receive again and again. *)
(* No packet has to come.                                                  *)
Fairness ==
  /\ \A i \in Queue : WF_vars(Produce(i))
  /\ \A u \in User : WF_vars(Consume(u))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
Holders == {u \in User : user[u] \notin {"idle", "park"}}
OneHolder == Cardinality(Holders) <= 1

(* Per queue, users get what was accepted, in that order.                  *)
InOrder == \A i \in Queue : got[i] = SubSeq(order[i], 1, taken[i])

Elements(s) == {s[k] : k \in DOMAIN s}
Queued(i) == SubSeq(order[i], taken[i] + 1, Len(order[i]))
UnderWay(i) == IF producer[i] = "append" THEN {offered[i]} ELSE {}

(* Every packet that came is in one place.                                 *)
Conserved ==
  \A i \in Queue :
    /\ Elements(got[i]) \cup Elements(Queued(i)) \cup dropped[i] \cup UnderWay(i) = 1..offered[i]
    /\ Len(got[i]) + Len(Queued(i)) + Cardinality(dropped[i]) + Cardinality(UnderWay(i))
         = offered[i]

WithinBudget == \A i \in Queue : Len(Queued(i)) <= Budget

(* A queue that is ready, and stays so, is served within so many quanta.   *)
MostlyFair == \A i \in Queue : passed[i] <= (Queues - 1) * Quantum

(* Nobody sleeps beside a packet, once whoever works has done its work.    *)
Done ==
  /\ \A i \in Queue : producer[i] = "idle"
  /\ Holders = {}
  /\ Flush(mem) = {}
Asleep == {u \in User : user[u] = "park" /\ u \notin permit}
NoneSleepsBeside == (Done /\ Asleep # {}) => \A i \in Queue : Queued(i) = <<>>

EveryPacketTaken == \A i \in Queue : (Queued(i) # <<>>) ~> (Queued(i) = <<>>)
===============================================================================
