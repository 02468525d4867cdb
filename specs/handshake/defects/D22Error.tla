------------------------------- MODULE D22Error -------------------------------
(* D22 of an error: a reader that has found nothing looks for an error     *)
(* then.  Data and an error came between, and the error overtakes them.    *)
EXTENDS MCHandshake

TakesLate(u) ==
  /\ lock = u
  /\ At(u, "short")
  /\ error > 0
  /\ error' = 0
  /\ UNCHANGED <<packets, bytes, hiwat, cantMore, owner>> /\ UNCHANGED userOwn /\ UNCHANGED messages

D22ErrorNext ==
  \/ \E u \in User : Lock(u) \/ InCall(u) \/ TakesLate(u)
  \/ \E n \in Length : SbAlloc(n)
  \/ AppendPublish
  \/ SetError

D22ErrorSpec == Init /\ [][D22ErrorNext]_vars

ErrorIsBehind == \A u \in User : ENABLED TakesLate(u) => error = 1
===============================================================================
