------------------------------ MODULE BufferWait ------------------------------
(***************************************************************************)
(* Users who wait for a packet buffer (BSD's M_WAITOK).  Who finds none    *)
(* puts itself into a queue, looks once more, and parks.  Who gives one    *)
(* back takes the first of the queue out of it, which is chosen, and wakes *)
(* it.  A newcomer may be faster than who was chosen; then that queues     *)
(* again.  Who was chosen and needs it no more - it found a buffer when it *)
(* looked, or gives up - passes it on: it chooses another.                 *)
(*                                                                         *)
(* The owner of a user's socket can end the wait: it marks the socket and  *)
(* then chooses the user, if that is in the queue.                         *)
(*                                                                         *)
(* The list of free buffers is SharedFreeList.tla; here it is a count, as  *)
(* is the queue for who asks whether it is empty.  A load is a fence and   *)
(* then a load: it is volatile.                                            *)
(***************************************************************************)
EXTENDS Memory, Integers, Sequences, FiniteSets

CONSTANTS
  Buffers,       \* how many there are
  MaxTakes,      \* how many a user takes
  Keeper,        \* users that give none back
  Mortal         \* users whose sockets end some time

Owner == "o"
User == Thread \ {Owner}

Free == <<"free", 0>>
Waiting == <<"waiting", 0>>    \* the length of the queue
Ended(u) == <<"ended", u>>     \* the user's socket has ended; 0 or 1

WaitLocations == {Free, Waiting} \cup {Ended(u) : u \in User}

VARIABLES
  mem,
  user,        \* user -> its next step
  takes,       \* user -> how many it may still take
  queue,       \* those who wait, and were not chosen
  chosen,      \* those who were, and have not noticed
  owner        \* <<next step, user>> of the owner

vars == <<mem, user, takes, queue, chosen, owner>>

Init ==
  /\ mem = MemoryWith([l \in WaitLocations |-> IF l = Free THEN Buffers ELSE 0])
  /\ user = [u \in User |-> "idle"]
  /\ takes = [u \in User |-> MaxTakes]
  /\ queue = <<>>
  /\ chosen = {}
  /\ owner = <<"idle", Owner>>

Add(t, l, n) == CompareAndSet(mem, t, l, Last(mem, l), Last(mem, l) + n)
InQueue(u) == \E i \in DOMAIN queue : queue[i] = u
Without(u) == SelectSeq(queue, LAMBDA v : v # u)

Goes(u, from, to) ==
  /\ user[u] = from
  /\ user' = [user EXCEPT ![u] = to]

-------------------------------------------------------------------------------
(* A user looks for a buffer, for the first time or again                  *)

Looks == [idle |-> "has", look |-> "leave", retry |-> "has"]
Fails == [idle |-> "announce", look |-> "ask", retry |-> "announce"]

TakeBuffer(u) ==
  /\ user[u] \in DOMAIN Looks
  /\ takes[u] > 0
  /\ Last(mem, Free) > 0
  /\ \E c \in CompareAndSet(mem, u, Free, Last(mem, Free), Last(mem, Free) - 1) :
       c.ok /\ mem' = c.mem
  /\ user' = [user EXCEPT ![u] = Looks[user[u]]]
  /\ takes' = [takes EXCEPT ![u] = @ - 1]
  /\ UNCHANGED <<queue, chosen, owner>>

FindNone(u) ==
  /\ user[u] \in DOMAIN Fails
  /\ takes[u] > 0
  /\ \E l \in Load(mem, u, Free, "acquire") : l.val = 0 /\ mem' = l.mem
  /\ user' = [user EXCEPT ![u] = Fails[user[u]]]
  /\ UNCHANGED <<takes, queue, chosen, owner>>

Announce(u) ==
  /\ Goes(u, "announce", "fence")
  /\ queue' = Append(queue, u)
  /\ \E c \in Add(u, Waiting, 1) : c.ok /\ mem' = c.mem
  /\ UNCHANGED <<takes, chosen, owner>>

FenceBeforeLook(u) ==
  /\ Goes(u, "fence", "look")
  /\ mem' \in Fence(mem, u)
  /\ UNCHANGED <<takes, queue, chosen, owner>>

(* There is none: has the socket ended?                                    *)
AskSocket(u) ==
  /\ \E l \in Load(mem, u, Ended(u), "acquire") :
       /\ mem' = l.mem
       /\ Goes(u, "ask", IF l.val = 1 THEN "quit" ELSE "park")
  /\ UNCHANGED <<takes, queue, chosen, owner>>

Wake(u) ==
  /\ Goes(u, "park", "retry")
  /\ u \in chosen
  /\ chosen' = chosen \ {u}
  /\ UNCHANGED <<mem, takes, queue, owner>>

(* An interrupt, or the end of its time.                                   *)
GiveUp(u) ==
  /\ Goes(u, "park", "quit")
  /\ UNCHANGED <<mem, takes, queue, chosen, owner>>

(* Leaves the queue with a buffer, or without.                             *)
Leave(u) ==
  /\ user[u] \in {"leave", "quit"}
  /\ InQueue(u)
  /\ queue' = Without(u)
  /\ \E c \in Add(u, Waiting, -1) : c.ok /\ mem' = c.mem
  /\ user' = [user EXCEPT ![u] = IF @ = "leave" THEN "has" ELSE "gone"]
  /\ UNCHANGED <<takes, chosen, owner>>

(* It was chosen meanwhile: passes that on.                                *)
LeaveChosen(u) ==
  /\ user[u] \in {"leave", "quit"}
  /\ ~InQueue(u)
  /\ chosen' = chosen \ {u}
  /\ user' = [user EXCEPT ![u] = IF @ = "leave" THEN "pass fence" ELSE "last fence"]
  /\ UNCHANGED <<mem, takes, queue, owner>>

-------------------------------------------------------------------------------
(* A user gives a buffer back, and chooses; or only chooses                *)

Give(u) ==
  /\ u \notin Keeper
  /\ Goes(u, "has", "give fence")
  /\ \E c \in Add(u, Free, 1) : c.ok /\ mem' = c.mem
  /\ UNCHANGED <<takes, queue, chosen, owner>>

Chooses == [give |-> "idle", pass |-> "has", last |-> "gone"]
Fenced == {"give fence", "pass fence", "last fence"}
AfterFence(step) ==
  CASE step = "give fence" -> "give" [] step = "pass fence" -> "pass" [] OTHER -> "last"

FenceBeforeChoice(u) ==
  /\ user[u] \in Fenced
  /\ user' = [user EXCEPT ![u] = AfterFence(@)]
  /\ mem' \in Fence(mem, u)
  /\ UNCHANGED <<takes, queue, chosen, owner>>

ChooseNobody(u) ==
  /\ user[u] \in DOMAIN Chooses
  /\ \/ queue = <<>> /\ UNCHANGED mem
     \/ \E l \in Load(mem, u, Waiting, "acquire") : l.val = 0 /\ mem' = l.mem
  /\ user' = [user EXCEPT ![u] = Chooses[@]]
  /\ UNCHANGED <<takes, queue, chosen, owner>>

Choose(u) ==
  /\ user[u] \in DOMAIN Chooses
  /\ queue # <<>>
  /\ chosen' = chosen \cup {Head(queue)}
  /\ queue' = Tail(queue)
  /\ \E c \in Add(u, Waiting, -1) : c.ok /\ mem' = c.mem
  /\ user' = [user EXCEPT ![u] = Chooses[@]]
  /\ UNCHANGED <<takes, owner>>

-------------------------------------------------------------------------------
(* The owner                                                               *)

End(u) ==
  /\ owner[1] = "idle"
  /\ u \in Mortal
  /\ Last(mem, Ended(u)) = 0
  /\ mem' \in Store(mem, Owner, Ended(u), 1, "release")
  /\ owner' = <<"fence", u>>
  /\ UNCHANGED <<user, takes, queue, chosen>>

FenceBeforeSearch ==
  /\ owner[1] = "fence"
  /\ mem' \in Fence(mem, Owner)
  /\ owner' = <<"search", owner[2]>>
  /\ UNCHANGED <<user, takes, queue, chosen>>

Search ==
  /\ owner[1] = "search"
  /\ \/ /\ InQueue(owner[2])
        /\ queue' = Without(owner[2])
        /\ chosen' = chosen \cup {owner[2]}
        /\ \E c \in Add(Owner, Waiting, -1) : c.ok /\ mem' = c.mem
     \/ /\ ~InQueue(owner[2])
        /\ UNCHANGED <<mem, queue, chosen>>
     \/ /\ \E l \in Load(mem, Owner, Waiting, "acquire") : l.val = 0 /\ mem' = l.mem
        /\ UNCHANGED <<queue, chosen>>
  /\ owner' = <<"idle", Owner>>
  /\ UNCHANGED <<user, takes>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<user, takes, queue, chosen, owner>>

LookFor(u) == TakeBuffer(u) \/ FindNone(u)
Waits(u) == Announce(u) \/ FenceBeforeLook(u) \/ AskSocket(u) \/ Wake(u)
Leaves(u) == Leave(u) \/ LeaveChosen(u)
Gives(u) == Give(u) \/ FenceBeforeChoice(u) \/ ChooseNobody(u) \/ Choose(u)
Serve == FenceBeforeSearch \/ Search

Next ==
  \/ \E u \in User : LookFor(u) \/ Waits(u) \/ GiveUp(u) \/ Leaves(u) \/ Gives(u)
  \/ \E u \in User : End(u)
  \/ Serve
  \/ FlushStep

(* Nobody has to give up, and no socket has to end.                        *)
Fairness ==
  /\ \A u \in User : WF_vars(LookFor(u) \/ Waits(u) \/ Leaves(u) \/ Gives(u))
  /\ WF_vars(Serve)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Each buffer is free, or somebody's.                                     *)
EachSomewhere ==
  Last(mem, Free)
    + Cardinality({u \in User : user[u] \in {"has", "leave", "pass fence", "pass"}}) = Buffers

(* Nobody sleeps beside a buffer for ever; nor if its socket has ended.    *)
WaitsEnd ==
  \A u \in User :
    /\ Keeper = {} => (user[u] = "park" ~> user[u] # "park")
    /\ (user[u] = "park" /\ Last(mem, Ended(u)) = 1) ~> user[u] # "park"

(* Who sleeps beside a buffer will hear of it.                             *)
Asleep(u) == user[u] = "park" /\ u \notin chosen
NobodyBeside ==
  (Last(mem, Free) > 0 /\ \E u \in User : Asleep(u))
    => (chosen # {} \/ \E u \in User : user[u] \notin {"idle", "has", "park", "gone"})
===============================================================================
