--------------------------------- MODULE D18 ----------------------------------
(* D18: the notify message is marked as arrived after the look.  An append *)
(* between the last look and the mark finds the message still on its way.  *)
(* Wrong under any memory.                                                 *)
EXTENDS MCNotify

ScanFirst ==
  /\ owner.step = "clear"
  /\ owner' = [owner EXCEPT !.step = "scan"]
  /\ UNCHANGED <<mem, writer, appended>>

(* The last look, then the mark.                                           *)
LookAndEnd(n) ==
  /\ owner.step = "scan"
  /\ owner.seen = owner.taken
  /\ \E x \in Load(mem, Owner, Appended, "acquire") :
       /\ n = x.val - owner.taken
       /\ mem' = x.mem
       /\ owner' = [owner EXCEPT !.seen = x.val, !.step = IF n > 0 THEN "scan" ELSE "mark"]
  /\ UNCHANGED <<writer, appended>>

ClearLast ==
  /\ owner.step = "mark"
  /\ \E b \in {0, 1} : Exchange(Owner, Pending, b, 0)
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<writer, appended>>

D18Next ==
  \/ \E w \in Writer : Lock(w) \/ Write(w)
  \/ Get
  \/ ScanFirst
  \/ \E n \in 0..MaxPackets : LookAndEnd(n)
  \/ DequeueCount
  \/ ClearLast
  \/ FlushStep

D18Spec == Init /\ [][D18Next]_vars
===============================================================================
