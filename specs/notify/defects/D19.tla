--------------------------------- MODULE D19 ----------------------------------
(* D19: coalesced notify without the full fence between store and load, on *)
(* either side.                                                            *)
EXTENDS MCNotify

(* The writer looks at the mark before it exchanges it, and spares itself  *)
(* the exchange if the message is on its way.  The load may be done before *)
(* the count is visible to the owner.                                      *)
LookBeforePost(w, b, mode) ==
  /\ writer[w] = "post"
  /\ \E x \in Load(mem, w, Pending, mode) :
       /\ b = x.val
       /\ mem' = x.mem
  /\ writer' = [writer EXCEPT ![w] = IF b = 0 THEN "exchange" ELSE "idle"]
  /\ UNCHANGED <<owner, appended>>

PostLater(w, b) ==
  /\ writer[w] = "exchange"
  /\ Exchange(w, Pending, b, 1)
  /\ writer' = [writer EXCEPT ![w] = IF b = 0 THEN "put" ELSE "idle"]
  /\ UNCHANGED <<owner, appended>>

D19Next ==
  \/ \E w \in Writer :
       \/ Lock(w)
       \/ AppendPublish(w)
       \/ Unlock(w)
       \/ \E b \in {0, 1} : LookBeforePost(w, b, "acquire") \/ PostLater(w, b)
       \/ Put(w)
  \/ Get
  \/ Clear
  \/ Look
  \/ DequeueCount
  \/ FlushStep

D19Spec == Init /\ [][D19Next]_vars

(* The owner stores the mark instead of exchanging it, and looks without a *)
(* fence: the count may be loaded before the mark is visible, and nothing  *)
(* makes the owner see what the writer did that found the mark still set.  *)
ClearByStore ==
  /\ owner.step = "clear"
  /\ mem' \in Store(mem, Owner, Pending, 0, "release")
  /\ owner' = [owner EXCEPT !.step = "scan"]
  /\ UNCHANGED <<writer, appended>>

D19OwnerNext ==
  \/ \E w \in Writer : Lock(w) \/ Write(w)
  \/ Get
  \/ ClearByStore
  \/ Look
  \/ DequeueCount
  \/ FlushStep

D19OwnerSpec == Init /\ [][D19OwnerNext]_vars

(* A fence behind that store is enough where exchanges are fences.         *)
StoreThenFence ==
  /\ owner.step = "clear"
  /\ mem' \in Store(mem, Owner, Pending, 0, "release")
  /\ owner' = [owner EXCEPT !.step = "fence"]
  /\ UNCHANGED <<writer, appended>>

FenceBeforeLook ==
  /\ owner.step = "fence"
  /\ mem' \in Fence(mem, Owner)
  /\ owner' = [owner EXCEPT !.step = "scan"]
  /\ UNCHANGED <<writer, appended>>

D19FenceNext ==
  \/ \E w \in Writer : Lock(w) \/ Write(w)
  \/ Get
  \/ StoreThenFence
  \/ FenceBeforeLook
  \/ Look
  \/ DequeueCount
  \/ FlushStep

D19FenceSpec == Init /\ [][D19FenceNext]_vars
===============================================================================
