--------------------------------- MODULE D112 ---------------------------------
(* D112: the claim is a load and a store.                                  *)
EXTENDS MCReceiveRing

ClaimByStore(s) ==
  /\ sender[s].step = "claim"
  /\ mem' \in Store(mem, s, Claimed, sender[s].behind, "release")
  /\ sender' = [sender EXCEPT ![s].step = "buffer", ![s].at = sender[s].first]
  /\ UNCHANGED <<driver, got, wrong>>

D112Next ==
  \/ Supply
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender :
       LoadClaimed(s) \/ LoadPosted(s) \/ LoadCapacity(s) \/ ClaimByStore(s) \/ Fill(s)

D112Spec == Init /\ [][D112Next]_vars
===============================================================================
