--------------------------------- MODULE D152 ---------------------------------
(* D152: the owner sets the word to idle after it has looked, not before.  *)
(* Who appends in between finds it posted, and tells nobody.               *)
EXTENDS MCArmedWait

VARIABLE late    \* the word is still to be set to idle

LookFirst ==
  /\ owner = "disarm"
  /\ late' = TRUE
  /\ OwnerTo(IF waits THEN "look" ELSE "idle")
  /\ UNCHANGED <<mem, producer, user, waits, appended, taken, doubled>>

SetLate ==
  /\ owner = "idle" /\ late
  /\ late' = FALSE
  /\ mem' \in Store(mem, O, Word, Idle, "release")
  /\ UNCHANGED <<producer, owner, user, waits, at, appended, taken, doubled>>

OwnLate ==
  CASE owner = "disarm" -> LookFirst
    [] owner = "idle" /\ late -> SetLate
    [] OTHER -> Own /\ UNCHANGED late

D152Next ==
  \/ (\E i \in Queue : AppendPublish(i) \/ Produce(i)) /\ UNCHANGED late
  \/ OwnLate
  \/ Use /\ UNCHANGED late
  \/ FlushStep /\ UNCHANGED late

D152Spec == Init /\ late = FALSE /\ [][D152Next]_<<vars, late>>
===============================================================================
