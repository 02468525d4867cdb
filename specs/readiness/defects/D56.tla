--------------------------------- MODULE D56 ----------------------------------
(* D56: `active` without the exchange, on either side.                     *)
EXTENDS MCActiveWord

(* The owner looks at the word before it exchanges it, and spares itself   *)
(* the exchange if it is set.  The load may be done before the count is    *)
(* visible to the user.                                                    *)
LookBeforeActivate(b) ==
  /\ owner = "activate"
  /\ \E x \in Load(mem, Owner, Active, "acquire") :
       /\ b = x.val
       /\ mem' = x.mem
  /\ owner' = IF b = 0 THEN "exchange" ELSE "idle"
  /\ UNCHANGED <<user, appended, taken, seen, announced, permit>>

ActivateLater(b) ==
  /\ owner = "exchange"
  /\ Exchange(Owner, Active, b, 1)
  /\ owner' = IF b = 0 THEN "put" ELSE "idle"
  /\ UNCHANGED <<user, appended, taken, seen, announced, permit>>

D56Next ==
  \/ AppendPublish
  \/ \E b \in 0..1 : LookBeforeActivate(b) \/ ActivateLater(b) \/ WakeWaiter(b)
  \/ PutReady
  \/ UserStep
  \/ FlushStep

D56Spec == Init /\ [][D56Next]_vars

(* The user stores the word instead of exchanging it: the count may be     *)
(* loaded before the store is visible, and nothing makes the user see what *)
(* the owner did that found the word still set.                            *)
ClearByStore ==
  /\ user = "clear"
  /\ mem' \in Store(mem, User, Active, 0, "release")
  /\ user' = "evaluate"
  /\ UNCHANGED <<owner, appended, taken, seen, announced, permit>>

D56ClearNext ==
  \/ AppendPublish
  \/ OwnerStep
  \/ \E b \in 0..1 : TakeAll(b) \/ Reactivate(b)
  \/ ClearByStore \/ Evaluate \/ PutBack \/ Consume \/ Announce \/ Park \/ Retract
  \/ FlushStep

D56ClearSpec == Init /\ [][D56ClearNext]_vars
===============================================================================
