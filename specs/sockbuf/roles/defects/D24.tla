--------------------------------- MODULE D24 ----------------------------------
(* D24: disconnect flushes so_rcv from the protocol thread.                *)
EXTENDS MCRoles

DisconnectFlushes ==
  /\ owner.step = "idle"
  /\ ~owner.marked
  /\ mem' \in Store(mem, Owner, Mark, 1, TellStore)
  /\ owner' = [owner EXCEPT !.step = "flush", !.marked = TRUE]
  /\ UNCHANGED <<user, moved, flushed, stale>>

Flushed ==
  /\ owner.step = "flush"
  /\ flushed' = TRUE
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<mem, user, moved, stale>>

D24Next ==
  \/ \E u \in User : UserStep(u)
  \/ \E b \in Buffer : OwnerWorks(b)
  \/ OwnerDone \/ OobArrives \/ OobIndex \/ OobAppend \/ OobReply
  \/ DisconnectFlushes \/ Flushed \/ FlushStep

D24Spec == Init /\ [][D24Next]_vars

(* D24-oob: the writer does not wait for the owner's append: it takes its  *)
(* message for sent, and unlocks.                                          *)
SendOobAndGo(u) ==
  /\ user[u].step = "inside" /\ user[u].buf = Snd
  /\ user[u].i + 1 \in Index
  /\ mem' \in Store(mem, u, Oob, 1, TellStore)
  /\ user' = [user EXCEPT ![u].step = "done"]
  /\ UNCHANGED <<owner, moved, flushed, stale>>

OobNext == Next \/ \E u \in User : SendOobAndGo(u)
OobSpec == Init /\ [][OobNext]_vars
===============================================================================
