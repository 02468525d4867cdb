------------------------------- MODULE D22Send --------------------------------
(* D22 of the sending direction: the owner looks for packets, and asks     *)
(* whether more will come when it has found none.                          *)
EXTENDS MCShutdownSend

LooksFirst ==
  /\ owner.step = "idle"
  /\ ~fin
  /\ \E l \in Load(mem, O, W, WLoad) :
       /\ mem' = l.mem
       /\ owner' = IF l.val > owner.taken THEN [owner EXCEPT !.taken = @ + 1]
                                          ELSE [owner EXCEPT !.step = "ask"]
  /\ UNCHANGED <<user, written, fin>>

AsksThen ==
  /\ owner.step = "ask"
  /\ \E l \in Load(mem, O, End, EndLoad) :
       /\ mem' = l.mem
       /\ fin' = (l.val = 1)
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<user, written>>

D22SendNext ==
  \/ \E u \in User : TakeLock(u) \/ Inside(u)
  \/ LooksFirst \/ AsksThen

D22SendSpec == Init /\ [][D22SendNext]_vars
===============================================================================
