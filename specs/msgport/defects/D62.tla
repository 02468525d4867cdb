---------------------------------- MODULE D62 ----------------------------------
(***************************************************************************)
(* Mistakes in waiting for a reply: the sender stores its announcement, so *)
(* that a reply between its look and the store is forgotten; or the        *)
(* replier looks at the state and then stores the reply, so that an        *)
(* announcement in between is overlooked; or the sender's load is a mere   *)
(* acquire, so that it may see its announcement after it was woken.        *)
(***************************************************************************)
EXTENDS MCReplyWait

StoreAnnouncement ==
  /\ sender.step = "announce"
  /\ mem' \in Store(mem, Sender, State, Parked, "release")
  /\ sender' = [sender EXCEPT !.step = "park"]
  /\ UNCHANGED <<replier, permit>>

LookBeforeReply(r, v) ==
  /\ replier[r].step = "reply"
  /\ \E x \in Load(mem, r, State, "acquire") : x.val = v /\ mem' = x.mem
  /\ replier' = [replier EXCEPT ![r].step = IF v = Parked THEN "reply parked" ELSE "reply sent"]
  /\ UNCHANGED <<sender, permit>>

StoreReply(r) ==
  /\ replier[r].step \in {"reply parked", "reply sent"}
  /\ mem' \in Store(mem, r, State, Done, "release")
  /\ replier' = [replier EXCEPT ![r].step = IF @ = "reply parked" THEN "unpark" ELSE "idle"]
  /\ UNCHANGED <<sender, permit>>

WakeWithoutFence ==
  /\ sender.step = "park"
  /\ permit
  /\ permit' = FALSE
  /\ sender' = [sender EXCEPT !.step = "woken"]
  /\ UNCHANGED <<mem, replier>>

Calm ==
  \/ Looks \/ LookAgain \/ ReadResult \/ SendAgain \/ FlushStep
  \/ \E r \in Replier : PutAgain(r) \/ Get(r) \/ WriteResult(r) \/ Unpark(r)

SoundReply == \E r \in Replier, v \in {Sent, Parked} : Reply(r, v)

StoredReply ==
  \E r \in Replier : StoreReply(r) \/ \E v \in {Sent, Parked} : LookBeforeReply(r, v)

D62Sender == Init /\ [][Calm \/ Wake \/ StoreAnnouncement \/ SoundReply]_vars

D62Replier == Init /\ [][Calm \/ Wake \/ Announce \/ StoredReply]_vars

D62Fence == Init /\ [][Calm \/ WakeWithoutFence \/ Announce \/ SoundReply]_vars

(* The sender parks, and neither a permit nor a reply will come.           *)
SomebodyWillWake ==
  (sender.step = "park" /\ ~permit) => \E r \in Replier : replier[r].step # "idle"
===============================================================================
