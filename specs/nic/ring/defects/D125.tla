--------------------------------- MODULE D125 ---------------------------------
(* D125: the descriptors of a frame are marked from the first to the last. *)
(* The driver finds the first, and takes the rest that is not marked.      *)
EXTENDS MCReceiveRing

CopyFrameFirst(s) ==
  /\ sender[s].step = "copy"
  /\ LET n == sender[s].at
     IN /\ mem' \in Store(mem, s, Buffer(n), FrameValue(n, IsLast(s)), "relaxed")
        /\ sender' = [sender EXCEPT
             ![s].step = IF IsLast(s) THEN "complete" ELSE "buffer",
             ![s].at = IF IsLast(s) THEN sender[s].first ELSE n + 1]
  /\ UNCHANGED <<driver, got, wrong>>

CompleteForwards(s) ==
  /\ sender[s].step = "complete"
  /\ mem' \in Store(mem, s, Done(sender[s].at), 1, DoneStore)
  /\ sender' = [sender EXCEPT ![s] = IF IsLast(s) THEN Idle ELSE [@ EXCEPT !.at = @ + 1]]
  /\ UNCHANGED <<driver, got, wrong>>

D125Next ==
  \/ Supply
  \/ LoadDone
  \/ FindTooFew
  \/ Poll
  \/ \E s \in Sender : Claim(s) \/ LoadBuffer(s) \/ CopyFrameFirst(s) \/ CompleteForwards(s)

D125Spec == Init /\ [][D125Next]_vars
===============================================================================
