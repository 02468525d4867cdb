--------------------------------- MODULE D126 ---------------------------------
(* D126: the count of posted descriptors is looked at for the first        *)
(* descriptor of a frame, not for the others that it needs.                *)
EXTENDS MCReceiveRing

LoadCapacityOnly(s) ==
  /\ sender[s].step = "size"
  /\ \E x \in Load(mem, s, Buffer(sender[s].behind), "relaxed") :
       LET me == [sender[s] EXCEPT !.room = @ + Capacity(Post(x.val)), !.behind = @ + 1]
       IN /\ mem' = x.mem
          /\ sender' = [sender EXCEPT ![s] =
               [me EXCEPT !.step = IF me.room < me.length THEN "size" ELSE "claim"]]
  /\ UNCHANGED <<driver, got, wrong>>

D126Next ==
  \/ Supply
  \/ LoadDone
  \/ FindTooFew
  \/ Poll
  \/ \E s \in Sender :
       \/ LoadClaimed(s)
       \/ LoadPosted(s)
       \/ LoadCapacityOnly(s)
       \/ \E n \in Counts : ClaimDescriptor(s, n)
       \/ Fill(s)

D126Spec == Init /\ [][D126Next]_vars
===============================================================================
