------------------------------- MODULE ReplyWait -------------------------------
(***************************************************************************)
(* How a sender waits for the reply to its message, with the code's        *)
(* accesses to memory: SyncMessage on the memory models of Memory.tla.     *)
(* The sender looks at the message's state for a while, then announces     *)
(* that it parks; the replier exchanges the state and wakes a sender that  *)
(* parks, and no other.  Announcement and exchange are atomic steps on one *)
(* word.  Park and unpark order nothing, so a sender that was woken could  *)
(* still see its own announcement: therefore exchange and load are         *)
(* volatile, a fence behind the one and a fence before the other.          *)
(*                                                                         *)
(* The message is used again: the permit of an earlier reply may be given  *)
(* late, and end a later park too soon.                                    *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANT Rounds     \* how often the message is sent

Sender == "sender"
Replier == Thread \ {Sender}

State == "state"
Result == "result"  \* what the replier writes into the message; plain

ReplyLocations == {State, Result}

Sent == 0
Parked == 1
Done == 2

VARIABLES
  mem,
  sender,      \* [step, round, raced]
  replier,     \* each replier's [step, round]
  permit       \* the sender's park permit; the operating system's

vars == <<mem, sender, replier, permit>>

(* In the first round the message has been sent already.                   *)
Init ==
  /\ mem = MemoryInit
  /\ sender = [step |-> "look", round |-> 1, raced |-> FALSE]
  /\ \E first \in Replier :
       replier = [r \in Replier |-> [step |-> IF r = first THEN "has" ELSE "idle", round |-> 1]]
  /\ permit = FALSE

-------------------------------------------------------------------------------
(* The sender                                                              *)

(* It may look as often as it likes before it announces.                   *)
Look(v) ==
  /\ sender.step \in {"look", "woken"}
  /\ \E x \in Load(mem, Sender, State, "acquire") : x.val = v /\ mem' = x.mem
  /\ sender' = [sender EXCEPT
       !.step = IF v = Done THEN "read" ELSE IF v = Parked THEN "park" ELSE "announce"]
  /\ UNCHANGED <<replier, permit>>

Announce ==
  /\ sender.step = "announce"
  /\ \E x \in CompareAndSet(mem, Sender, State, Sent, Parked) :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT !.step = IF x.ok THEN "park" ELSE "look"]
  /\ UNCHANGED <<replier, permit>>

LookAgain ==
  /\ sender.step = "announce"
  /\ sender' = [sender EXCEPT !.step = "look"]
  /\ UNCHANGED <<mem, replier, permit>>

(* With the fence of the volatile load that follows.                       *)
Wake ==
  /\ sender.step = "park"
  /\ permit
  /\ permit' = FALSE
  /\ mem' \in Fence(mem, Sender)
  /\ sender' = [sender EXCEPT !.step = "woken"]
  /\ UNCHANGED replier

ReadResult ==
  /\ sender.step = "read"
  /\ \E x \in Load(mem, Sender, Result, "relaxed") :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT
            !.step = "idle",
            !.raced = Unseen(mem, Sender, Result) \/ x.val # sender.round]
  /\ UNCHANGED <<replier, permit>>

(* The port hands the message over: a store, which the put publishes.      *)
SendAgain ==
  /\ sender.step = "idle"
  /\ sender.round < Rounds
  /\ mem' \in Store(mem, Sender, State, Sent, "release")
  /\ sender' = [sender EXCEPT !.step = "put"]
  /\ UNCHANGED <<replier, permit>>

(* On the port of another, while the last one may not have woken it yet.   *)
PutAgain(r) ==
  /\ sender.step = "put"
  /\ replier[r].step = "idle"
  /\ mem' \in Fence(mem, Sender)
  /\ sender' = [sender EXCEPT !.step = "look", !.round = @ + 1]
  /\ replier' = [replier EXCEPT ![r] = [step |-> "got", round |-> sender.round + 1]]
  /\ UNCHANGED permit

-------------------------------------------------------------------------------
(* The repliers                                                            *)

Get(r) ==
  /\ replier[r].step = "got"
  /\ mem' \in Fence(mem, r)
  /\ replier' = [replier EXCEPT ![r].step = "has"]
  /\ UNCHANGED <<sender, permit>>

WriteResult(r) ==
  /\ replier[r].step = "has"
  /\ mem' \in Store(mem, r, Result, replier[r].round, "relaxed")
  /\ replier' = [replier EXCEPT ![r].step = "reply"]
  /\ UNCHANGED <<sender, permit>>

(* An exchange: a compare-and-set from whatever is there.                  *)
Reply(r, v) ==
  /\ replier[r].step = "reply"
  /\ \E x \in CompareAndSet(mem, r, State, v, Done) : x.ok /\ mem' = x.mem
  /\ replier' = [replier EXCEPT ![r].step = IF v = Parked THEN "unpark" ELSE "idle"]
  /\ UNCHANGED <<sender, permit>>

(* With the fence of the volatile exchange before it.                      *)
Unpark(r) ==
  /\ replier[r].step = "unpark"
  /\ permit' = TRUE
  /\ mem' \in Fence(mem, r)
  /\ replier' = [replier EXCEPT ![r].step = "idle"]
  /\ UNCHANGED sender

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<sender, replier, permit>>

Looks == \E v \in {Sent, Parked, Done} : Look(v)

Replies(r) == Get(r) \/ WriteResult(r) \/ (\E v \in {Sent, Parked} : Reply(r, v)) \/ Unpark(r)

Next ==
  \/ Looks \/ Announce \/ LookAgain \/ Wake \/ ReadResult \/ SendAgain
  \/ \E r \in Replier : PutAgain(r) \/ Replies(r)
  \/ FlushStep

(* The sender does not look for ever (SF); the replier replies.            *)
Fairness ==
  /\ SF_vars(Announce)
  /\ WF_vars(Looks) /\ WF_vars(Wake) /\ WF_vars(ReadResult) /\ WF_vars(SendAgain)
  /\ WF_vars(\E r \in Replier : PutAgain(r))
  /\ \A r \in Replier : WF_vars(Replies(r))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* A sender that parks beside the reply is woken.                          *)
WillBeWoken ==
  (sender.step = "park" /\ Last(mem, State) = Done) => (permit \/ \E r \in Replier : replier[r].step = "unpark")

(* What the replier wrote is what the sender reads.                        *)
ReadsTheResult == ~sender.raced

EveryWaitEnds == <>(sender.step = "idle" /\ sender.round = Rounds)
===============================================================================
