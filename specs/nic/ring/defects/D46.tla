--------------------------------- MODULE D46 ----------------------------------
(* D46: a descriptor is claimed by its mark: what is not done is free.     *)
(* After a turn of the ring the next one may be one that is being filled.  *)
EXTENDS MCReceiveRing

LoadMark(s) ==
  /\ sender[s].step = "look"
  /\ \E x \in Load(mem, s, Done(sender[s].first), "acquire") :
       /\ mem' = x.mem
       /\ sender' = [sender EXCEPT ![s] =
            IF x.val = 0 THEN [@ EXCEPT !.step = "claim", !.behind = @ + 1] ELSE Idle]
  /\ UNCHANGED <<driver, got, wrong>>

D46Next ==
  \/ Supply
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender :
       \/ LoadClaimed(s)
       \/ LoadMark(s)
       \/ \E n \in Counts : ClaimDescriptor(s, n)
       \/ Fill(s)

(* All buffers are posted before frames come, so that it is the turn of    *)
(* the ring that does it.                                                  *)
Filled == driver.posted < Size => \A s \in Sender : sender'[s] = sender[s]

D46Spec == Init /\ [][D46Next /\ Filled]_vars
===============================================================================
