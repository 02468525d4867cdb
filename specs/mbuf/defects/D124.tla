--------------------------------- MODULE D124 ---------------------------------
(* D124: somebody sleeps beside a free buffer.  Who was chosen and needs   *)
(* it no more keeps silent; or who waits does not look again, or one side  *)
(* looks without a fence; or it asks for the end of its socket too early.  *)
EXTENDS MCBufferWait

KeepSilent(u) ==
  /\ user[u] \in {"leave", "quit"}
  /\ ~InQueue(u)
  /\ chosen' = chosen \ {u}
  /\ user' = [user EXCEPT ![u] = IF @ = "leave" THEN "has" ELSE "gone"]
  /\ UNCHANGED <<mem, takes, queue, owner>>

SkipLook(u) ==
  /\ Goes(u, "look", "ask")
  /\ UNCHANGED <<mem, takes, queue, chosen, owner>>

SkipFence(u) ==
  /\ Goes(u, "fence", "look")
  /\ UNCHANGED <<mem, takes, queue, chosen, owner>>

SkipGiversFence(u) ==
  /\ user[u] \in Fenced
  /\ user' = [user EXCEPT ![u] = AfterFence(@)]
  /\ UNCHANGED <<mem, takes, queue, chosen, owner>>

(* Has asked already.                                                      *)
SkipQuestion(u) ==
  /\ Goes(u, "ask", "park")
  /\ UNCHANGED <<mem, takes, queue, chosen, owner>>

AskFirst(u) ==
  /\ user[u] \in {"idle", "retry"}
  /\ \E l \in Load(mem, u, Ended(u), "acquire") : l.val = 1 /\ mem' = l.mem
  /\ user' = [user EXCEPT ![u] = "gone"]
  /\ UNCHANGED <<takes, queue, chosen, owner>>

Others == Serve \/ FlushStep \/ \E u \in User : End(u)

Silent(u) == LookFor(u) \/ Waits(u) \/ Leave(u) \/ KeepSilent(u) \/ Gives(u)
SilentSpec ==
  /\ Init
  /\ [][Others \/ \E u \in User : Silent(u) \/ GiveUp(u)]_vars
  /\ \A u \in User : WF_vars(Silent(u))

Blind(u) ==
  \/ user[u] # "look" /\ LookFor(u)
  \/ SkipLook(u) \/ Waits(u) \/ Leaves(u) \/ Gives(u)
BlindSpec == Init /\ [][Others \/ \E u \in User : Blind(u)]_vars /\ \A u \in User : WF_vars(Blind(u))

Waiter(u) ==
  LookFor(u) \/ Announce(u) \/ SkipFence(u) \/ AskSocket(u) \/ Wake(u) \/ Leaves(u) \/ Gives(u)
WaiterSpec == Init /\ [][Others \/ \E u \in User : Waiter(u)]_vars

Giver(u) ==
  LookFor(u) \/ Waits(u) \/ Leaves(u) \/ Give(u) \/ SkipGiversFence(u) \/ ChooseNobody(u) \/ Choose(u)
GiverSpec == Init /\ [][Others \/ \E u \in User : Giver(u)]_vars

Early(u) ==
  \/ LookFor(u) \/ AskFirst(u) \/ Announce(u) \/ FenceBeforeLook(u) \/ SkipQuestion(u) \/ Wake(u)
  \/ Leaves(u) \/ Gives(u)
EarlySpec ==
  /\ Init
  /\ [][Others \/ \E u \in User : Early(u)]_vars
  /\ \A u \in User : WF_vars(Early(u))
  /\ WF_vars(Serve)
===============================================================================
