--------------------------------- MODULE D120 ---------------------------------
(* D120: the owner stops before the buffer is empty.  Either it leaves the *)
(* rest to nobody, or it puts the message without asking whether that is   *)
(* on its way already.  Wrong under any memory.                            *)
EXTENDS MCNotify

Leave ==
  /\ owner.step = "scan"
  /\ owner.took
  /\ owner' = [owner EXCEPT !.step = "idle"]
  /\ UNCHANGED <<mem, writer, appended>>

D120Next == Next \/ Leave

D120Spec == Init /\ [][D120Next]_vars

PutUnasked ==
  /\ owner.step = "scan"
  /\ owner.took
  /\ owner' = [owner EXCEPT !.step = "put"]
  /\ UNCHANGED <<mem, writer, appended>>

D120PutNext == Next \/ PutUnasked

D120PutSpec == Init /\ [][D120PutNext]_vars
===============================================================================
