--------------------------------- MODULE D112 ---------------------------------
(* D112: the claim is a load and a store.                                  *)
EXTENDS MCReceiveRing

ClaimByStore(s) ==
  /\ sender[s].step = "claim"
  /\ mem' \in Store(mem, s, Claimed, sender[s].n + 1, "release")
  /\ sender' = [sender EXCEPT ![s].step = "buffer"]
  /\ UNCHANGED <<driver, got, wrong>>

D112Next ==
  \/ Post
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender : LoadClaimed(s) \/ LoadPosted(s) \/ ClaimByStore(s) \/ Fill(s)

D112Spec == Init /\ [][D112Next]_vars
===============================================================================
