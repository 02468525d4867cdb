------------------------------- MODULE D45Memory -------------------------------
(* D45 by the memory: owner or sender looks without a fence, so its load   *)
(* may be done before its store is visible.                                *)
EXTENDS MCMessagePortMemory

OwnerWithoutFence ==
  /\ owner.step = "fence"
  /\ owner' = [owner EXCEPT !.step = "announced"]
  /\ UNCHANGED <<mem, sender, permit, sent>>

D45OwnerNext ==
  \/ \E s \in Sender : Put(s) \/ Wake(s)
  \/ Get
  \/ AnnounceWait
  \/ OwnerWithoutFence
  \/ \E e \in {0, 1} : Recheck(e)
  \/ CancelWait
  \/ FlushStep

D45OwnerSpec == Init /\ [][D45OwnerNext]_vars

SenderWithoutFence(s) ==
  /\ sender[s] = "fence"
  /\ sender' = [sender EXCEPT ![s] = "look"]
  /\ UNCHANGED <<mem, owner, permit, sent>>

D45SenderNext ==
  \/ \E s \in Sender :
       \/ Put(s)
       \/ SenderWithoutFence(s)
       \/ \E w \in {0, 1} : LoadWaiting(s, w) \/ TakeWaiting(s, w)
  \/ Get
  \/ AnnounceWait
  \/ Wait
  \/ FlushStep

D45SenderSpec == Init /\ [][D45SenderNext]_vars
===============================================================================
