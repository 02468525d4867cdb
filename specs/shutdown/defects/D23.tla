--------------------------------- MODULE D23 ----------------------------------
(* D23: the user sets the bit and flushes, by itself.  The owner has tested *)
(* the bit before, and appends behind the flush.                           *)
EXTENDS MCShutdownReceive

Tests ==
  /\ ~owner.answers
  /\ owner.came < Packets
  /\ \E l \in Load(mem, O, End, EndLoad) :
       /\ mem' = l.mem
       /\ owner' = IF l.val = 1 THEN [owner EXCEPT !.came = @ + 1]
                                ELSE [owner EXCEPT !.came = @ + 1, !.answers = TRUE]
  /\ UNCHANGED <<user, flushed, eof>>

Appends ==
  /\ owner.answers
  /\ mem' \in Store(mem, O, W, owner.appended + 1, WStore)
  /\ owner' = [owner EXCEPT !.appended = @ + 1, !.answers = FALSE]
  /\ UNCHANGED <<user, flushed, eof>>

UserSetsBit ==
  /\ user[S].step = "ask"
  /\ mem' \in Store(mem, S, End, 1, EndStore)
  /\ Step(S, "idle")
  /\ UNCHANGED <<owner, flushed, eof>>

D23Next ==
  \/ Tests \/ Appends
  \/ UserSetsBit
  \/ \E u \in User : TakeLock(u) \/ Inside(u)

D23Spec == Init /\ [][D23Next]_vars
===============================================================================
