----------------------------- MODULE ReceiveRing ------------------------------
(***************************************************************************)
(* The receive descriptor ring of a device of which several threads act.   *)
(* The driver writes a buffer into a descriptor and posts it; a thread of  *)
(* the device claims as many of the next posted descriptors as its frame   *)
(* needs, copies the frame into their buffers and marks them done, from    *)
(* the last to the first; the driver polls in the order of posting, clears *)
(* the mark, reads the buffer, and posts the descriptor again.  It polls   *)
(* the rest of a frame without asking whether it is there.                 *)
(*                                                                         *)
(* Counts run free; descriptor n is the one of index n modulo Size.  Each  *)
(* action is at most one access to shared memory, of any of the models of  *)
(* Memory.tla.                                                             *)
(*                                                                         *)
(* A descriptor and its buffer are plain memory, and one location here:    *)
(* the driver stores the negative number of the post in it, the device     *)
(* twice that number, and one more unless a frame ends there.  Whoever     *)
(* touches it must have seen the last store, but for the capacity of the   *)
(* buffer, which the device needs before it has claimed the descriptor.    *)
(***************************************************************************)
EXTENDS Memory, Integers

CONSTANTS
  Size,                 \* descriptors of the ring
  Posts,                \* the counts of descriptors posted so far, from 1
  Capacity(_),          \* how much goes into the buffer of a post
  Lengths,              \* of frames
  PostStore, PostLoad,  \* mode of the driver's store of the count posted, and of the device's load
  DoneStore, DoneLoad   \* mode of the device's store of the mark, and of the driver's load

Driver == "d"
Sender == Thread \ {Driver}    \* threads on which the device acts

Posted == <<"posted", 0>>      \* descriptors posted
Claimed == <<"claimed", 0>>    \* descriptors claimed
Done(n) == <<"done", n % Size>>
Buffer(n) == <<"buffer", n % Size>>

RingLocations ==
  {Posted, Claimed} \cup {Done(n) : n \in 0..Size - 1} \cup {Buffer(n) : n \in 0..Size - 1}

VARIABLES
  mem,
  driver,       \* [step, posted, polled, more]: next step, own counts, whether a frame goes on
  sender,       \* [step, length, first, behind, room, posted, at]: each device thread's next step,
                \* and the length of its frame; its descriptors, and how much goes into them; the
                \* count posted that it has seen; the descriptor in hand
  got,          \* history: the post whose buffer was read last
  wrong         \* history: a descriptor was touched by two at once, or was not what it had to be

vars == <<mem, driver, sender, got, wrong>>

Idle ==
  [step |-> "idle", length |-> 0, first |-> 0, behind |-> 0, room |-> 0, posted |-> 0, at |-> 0]

(* What the device stores in a descriptor, and what is read of a value.    *)
FrameValue(n, ends) == 2 * (n + 1) + (IF ends THEN 0 ELSE 1)
Post(value) == IF value < 0 THEN -value ELSE value \div 2
GoesOn(value) == value > 0 /\ value % 2 = 1

Init ==
  /\ mem = MemoryInit
  /\ driver = [step |-> "idle", posted |-> 0, polled |-> 0, more |-> FALSE]
  /\ sender = [s \in Sender |-> Idle]
  /\ got = 0
  /\ wrong = FALSE

-------------------------------------------------------------------------------
(* Driver                                                                  *)

StoreBuffer ==
  /\ driver.step = "idle"
  /\ driver.posted - driver.polled < Size
  /\ driver.posted + 1 \in Posts
  /\ mem' \in Store(mem, Driver, Buffer(driver.posted), -(driver.posted + 1), "relaxed")
  /\ wrong' = (wrong \/ Unseen(mem, Driver, Buffer(driver.posted)))
  /\ driver' = [driver EXCEPT !.step = "post"]
  /\ UNCHANGED <<sender, got>>

PostDescriptor(n) ==
  /\ driver.step = "post"
  /\ n = driver.posted
  /\ mem' \in Store(mem, Driver, Posted, n + 1, PostStore)
  /\ driver' = [driver EXCEPT !.step = "idle", !.posted = @ + 1]
  /\ UNCHANGED <<sender, got, wrong>>

(* The mark is set.                                                        *)
LoadDone ==
  /\ driver.step = "idle"
  /\ \E x \in Load(mem, Driver, Done(driver.polled), DoneLoad) :
       /\ x.val = 1
       /\ mem' = x.mem
  /\ driver' = [driver EXCEPT !.step = "clear"]
  /\ UNCHANGED <<sender, got, wrong>>

(* The rest of a frame is not there: the driver does not expect it.        *)
FindTooFew ==
  /\ driver.step = "idle"
  /\ driver.more
  /\ \E x \in Load(mem, Driver, Done(driver.polled), DoneLoad) :
       /\ x.val = 0
       /\ mem' = x.mem
  /\ wrong' = TRUE
  /\ UNCHANGED <<driver, sender, got>>

(* The next post publishes it.                                             *)
ClearDone ==
  /\ driver.step = "clear"
  /\ mem' \in Store(mem, Driver, Done(driver.polled), 0, "relaxed")
  /\ driver' = [driver EXCEPT !.step = "read"]
  /\ UNCHANGED <<sender, got, wrong>>

PollDescriptor(n) ==
  /\ driver.step = "read"
  /\ n = driver.polled
  /\ \E x \in Load(mem, Driver, Buffer(n), "relaxed") :
       /\ mem' = x.mem
       /\ got' = IF x.val > 0 THEN Post(x.val) ELSE x.val
       /\ driver' = [driver EXCEPT !.step = "idle", !.polled = @ + 1, !.more = GoesOn(x.val)]
  /\ wrong' = (wrong \/ Unseen(mem, Driver, Buffer(n)))
  /\ UNCHANGED sender

-------------------------------------------------------------------------------
(* Device                                                                  *)

LoadClaimed(s) ==
  /\ sender[s].step = "idle"
  /\ \E x \in Load(mem, s, Claimed, "acquire"), length \in Lengths :
       /\ x.val + 1 \in Posts
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s] =
            [Idle EXCEPT !.step = "look", !.length = length, !.first = x.val, !.behind = x.val]]
  /\ UNCHANGED <<driver, got, wrong>>

(* With too few posted the frame is dropped.                               *)
Sizing(me) == IF me.behind < me.posted THEN [me EXCEPT !.step = "size"] ELSE Idle

LoadPosted(s) ==
  /\ sender[s].step = "look"
  /\ \E x \in Load(mem, s, Posted, PostLoad) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s] = Sizing([@ EXCEPT !.posted = x.val])]
  /\ UNCHANGED <<driver, got, wrong>>

(* The driver may be writing it, if the descriptor was claimed meanwhile.  *)
LoadCapacity(s) ==
  /\ sender[s].step = "size"
  /\ \E x \in Load(mem, s, Buffer(sender[s].behind), "relaxed") :
       LET me == [sender[s] EXCEPT !.room = @ + Capacity(Post(x.val)), !.behind = @ + 1]
       IN /\ mem' = x.mem
          /\ sender' = [sender EXCEPT ![s] =
               IF me.room < me.length THEN Sizing(me) ELSE [me EXCEPT !.step = "claim"]]
  /\ UNCHANGED <<driver, got, wrong>>

(* Of several threads one has them, the others begin again.                *)
ClaimDescriptor(s, n) ==
  /\ sender[s].step = "claim"
  /\ n = sender[s].first
  /\ \E x \in CompareAndSet(mem, s, Claimed, n, sender[s].behind) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s] =
            IF x.ok THEN [@ EXCEPT !.step = "buffer", !.posted = 0, !.at = n] ELSE Idle]
  /\ UNCHANGED <<driver, got, wrong>>

(* It has to find the buffer of this post.                                 *)
LoadBuffer(s) ==
  /\ sender[s].step = "buffer"
  /\ \E x \in Load(mem, s, Buffer(sender[s].at), "relaxed") :
       /\ mem' = x.mem
       /\ wrong' = (wrong \/ x.val # -(sender[s].at + 1))
  /\ sender' = [sender EXCEPT ![s].step = "copy"]
  /\ UNCHANGED <<driver, got>>

IsLast(s) == sender[s].at + 1 = sender[s].behind

CopyFrame(s) ==
  /\ sender[s].step = "copy"
  /\ LET n == sender[s].at
     IN /\ mem' \in Store(mem, s, Buffer(n), FrameValue(n, IsLast(s)), "relaxed")
        /\ wrong' = (wrong \/ Unseen(mem, s, Buffer(n)))
        /\ sender' = [sender EXCEPT
             ![s].step = IF IsLast(s) THEN "complete" ELSE "buffer",
             ![s].at = IF IsLast(s) THEN n ELSE n + 1]
  /\ UNCHANGED <<driver, got>>

(* From the last to the first: who finds the first finds all.              *)
CompleteDescriptor(s, n) ==
  /\ sender[s].step = "complete"
  /\ n = sender[s].at
  /\ mem' \in Store(mem, s, Done(n), 1, DoneStore)
  /\ sender' = [sender EXCEPT ![s] = IF n = sender[s].first THEN Idle ELSE [@ EXCEPT !.at = n - 1]]
  /\ UNCHANGED <<driver, got, wrong>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<driver, sender, got, wrong>>

Counts == Posts \cup {0}

Supply == StoreBuffer \/ \E n \in Counts : PostDescriptor(n)

Poll == ClearDone \/ \E n \in Counts : PollDescriptor(n)

Claim(s) ==
  \/ LoadClaimed(s)
  \/ LoadPosted(s)
  \/ LoadCapacity(s)
  \/ \E n \in Counts : ClaimDescriptor(s, n)

Fill(s) == LoadBuffer(s) \/ CopyFrame(s) \/ \E n \in Counts : CompleteDescriptor(s, n)

Next ==
  \/ Supply
  \/ LoadDone
  \/ FindTooFew
  \/ Poll
  \/ \E s \in Sender : Claim(s) \/ Fill(s)
  \/ FlushStep

(* The driver polls in each of its turns (SF), which end; the device goes  *)
(* on with what it has claimed; stores become visible.  Frames need not    *)
(* come, and the driver need not post.                                     *)
Fairness ==
  /\ SF_vars(LoadDone)
  /\ WF_vars(Poll)
  /\ WF_vars(\E n \in Counts : PostDescriptor(n))
  /\ WF_vars(FlushStep)
  /\ \A s \in Sender : WF_vars(Fill(s))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
IsFilling(s) == sender[s].step \in {"buffer", "copy", "complete"}

(* The descriptors that a thread has claimed and not marked.               *)
Filling(s) ==
  IF ~IsFilling(s) THEN {}
  ELSE sender[s].first..(IF sender[s].step = "complete" THEN sender[s].at ELSE sender[s].behind - 1)

(* Buffers come in the order of the claims, each once, with its own bytes. *)
InOrder == got = driver.polled

NothingWrong == ~wrong

OneOwner ==
  \A s \in Sender : \A n \in Filling(s) :
    /\ driver.polled <= n
    /\ n < driver.posted + (IF driver.step = "post" THEN 1 ELSE 0)
    /\ \A t \in Sender \ {s} : \A m \in Filling(t) : m % Size # n % Size

RECURSIVE RoomOf(_, _)
RoomOf(first, behind) ==
  IF first = behind THEN 0 ELSE Capacity(first + 1) + RoomOf(first + 1, behind)

(* Capacities were read before the claim, and are what was believed.       *)
RightRoom ==
  \A s \in Sender : IsFilling(s) => sender[s].room = RoomOf(sender[s].first, sender[s].behind)

EveryClaimPolled ==
  \A n \in Posts : (Last(mem, Claimed) >= n) ~> (driver.polled >= n)
===============================================================================
