----------------------------- MODULE ReceiveRing ------------------------------
(***************************************************************************)
(* The receive descriptor ring of a device of which several threads act.   *)
(* The driver writes a buffer into a descriptor and posts it; a thread of  *)
(* the device claims the next posted descriptor, copies a frame into its   *)
(* buffer and marks it done; the driver polls in the order of posting,     *)
(* clears the mark, reads the frame, and posts the descriptor again.       *)
(*                                                                         *)
(* Counts run free; descriptor n is the one of index n modulo Size.  Each  *)
(* action is at most one access to shared memory, of any of the models of  *)
(* Memory.tla.                                                             *)
(*                                                                         *)
(* A descriptor and its buffer are plain memory, and one location here:    *)
(* the driver stores the negative number of the post in it, the device the *)
(* number of the frame.  Whoever touches it must have seen the last store. *)
(***************************************************************************)
EXTENDS Memory, Integers

CONSTANTS
  Size,                 \* descriptors of the ring
  Posts,                \* the counts of descriptors posted so far, from 0
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
  driver,       \* [step, posted, polled]: next step, own counts
  sender,       \* [step, n]: each device thread's next step, and its descriptor
  got,          \* history: the frame read last
  wrong         \* history: a descriptor was touched by two at once, or was not what it had to be

vars == <<mem, driver, sender, got, wrong>>

Init ==
  /\ mem = MemoryInit
  /\ driver = [step |-> "idle", posted |-> 0, polled |-> 0]
  /\ sender = [s \in Sender |-> [step |-> "idle", n |-> 0]]
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
       /\ got' = x.val
  /\ wrong' = (wrong \/ Unseen(mem, Driver, Buffer(n)))
  /\ driver' = [driver EXCEPT !.step = "idle", !.polled = @ + 1]
  /\ UNCHANGED sender

-------------------------------------------------------------------------------
(* Device                                                                  *)

LoadClaimed(s) ==
  /\ sender[s].step = "idle"
  /\ \E x \in Load(mem, s, Claimed, "acquire") :
       /\ x.val + 1 \in Posts
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s] = [step |-> "look", n |-> x.val]]
  /\ UNCHANGED <<driver, got, wrong>>

(* With nothing posted the frame is dropped.                               *)
LoadPosted(s) ==
  /\ sender[s].step = "look"
  /\ \E x \in Load(mem, s, Posted, PostLoad) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s].step = IF sender[s].n < x.val THEN "claim" ELSE "idle"]
  /\ UNCHANGED <<driver, got, wrong>>

(* Of several threads one has it, the others begin again.                  *)
ClaimDescriptor(s, n) ==
  /\ sender[s].step = "claim"
  /\ n = sender[s].n
  /\ \E x \in CompareAndSet(mem, s, Claimed, n, n + 1) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s].step = IF x.ok THEN "buffer" ELSE "idle"]
  /\ UNCHANGED <<driver, got, wrong>>

(* It has to find the buffer of this post.                                 *)
LoadBuffer(s) ==
  /\ sender[s].step = "buffer"
  /\ \E x \in Load(mem, s, Buffer(sender[s].n), "relaxed") :
       /\ mem' = x.mem
       /\ wrong' = (wrong \/ x.val # -(sender[s].n + 1))
  /\ sender' = [sender EXCEPT ![s].step = "copy"]
  /\ UNCHANGED <<driver, got>>

CopyFrame(s) ==
  /\ sender[s].step = "copy"
  /\ mem' \in Store(mem, s, Buffer(sender[s].n), sender[s].n + 1, "relaxed")
  /\ wrong' = (wrong \/ Unseen(mem, s, Buffer(sender[s].n)))
  /\ sender' = [sender EXCEPT ![s].step = "complete"]
  /\ UNCHANGED <<driver, got>>

CompleteDescriptor(s, n) ==
  /\ sender[s].step = "complete"
  /\ n = sender[s].n
  /\ mem' \in Store(mem, s, Done(n), 1, DoneStore)
  /\ sender' = [sender EXCEPT ![s] = [step |-> "idle", n |-> 0]]
  /\ UNCHANGED <<driver, got, wrong>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<driver, sender, got, wrong>>

Counts == Posts \cup {0}

Post == StoreBuffer \/ \E n \in Counts : PostDescriptor(n)

Poll == ClearDone \/ \E n \in Counts : PollDescriptor(n)

Claim(s) == LoadClaimed(s) \/ LoadPosted(s) \/ \E n \in Counts : ClaimDescriptor(s, n)

Fill(s) == LoadBuffer(s) \/ CopyFrame(s) \/ \E n \in Counts : CompleteDescriptor(s, n)

Next ==
  \/ Post
  \/ LoadDone
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

(* Frames come in the order of the claims, each once, with its own bytes.  *)
InOrder == got = driver.polled

NothingWrong == ~wrong

OneOwner ==
  \A s \in Sender : IsFilling(s) =>
    /\ driver.polled <= sender[s].n
    /\ sender[s].n < driver.posted + (IF driver.step = "post" THEN 1 ELSE 0)
    /\ \A t \in Sender \ {s} : IsFilling(t) => sender[t].n % Size # sender[s].n % Size

EveryClaimPolled ==
  \A n \in Posts : (Last(mem, Claimed) >= n) ~> (driver.polled >= n)
===============================================================================
