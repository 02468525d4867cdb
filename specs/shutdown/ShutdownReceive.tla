---------------------------- MODULE ShutdownReceive ---------------------------
(***************************************************************************)
(* The end of the receiving direction, SS_CANTRCVMORE: because the peer    *)
(* has sent its end of file, or because a user shuts the direction down,   *)
(* who then throws away what is there (sorflush).                          *)
(*                                                                         *)
(* The owner alone sets the bit, and tests it where it appends: so nothing *)
(* is appended after the bit.  A user that shuts down asks the owner by    *)
(* message, and flushes when the reply has come, as a consumer, under the  *)
(* user-side lock: so nothing comes behind the flush.  A reader reads the  *)
(* bit before it looks for a packet: so nothing is before the end of file. *)
(*                                                                         *)
(* The sockbuf is two counts of packets; what is between them is its       *)
(* design's affair (../sockbuf).                                           *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  Packets,               \* how many the peer sends
  WStore, WLoad,         \* modes of the producer's count
  EndStore, EndLoad,     \* of the bit
  TellStore, TellLoad,   \* of the request and its reply
  LockStore              \* of the store that unlocks

O == "owner"
S == "shutter"           \* the user that shuts down
R == "reader"            \* a user that reads
User == {S, R}

W == "w"                 \* packets appended
Taken == "taken"         \* packets taken; the user-side lock orders it
End == "end"             \* SS_CANTRCVMORE
Lock == "lock"
Asked == "asked"         \* the request: 1
Done == "done"           \* its reply: 1

Locations == {W, Taken, End, Lock, Asked, Done}

VARIABLES
  mem,
  owner,       \* [appended, sent: packets of the peer that were appended, that came;
               \*  ended: it has set the bit; answers: it has the request]
  user,        \* user -> [step, taken, end]
  flushed,     \* history: the shutdown has returned
  eof          \* history: the reader has found the end of file

vars == <<mem, owner, user, flushed, eof>>

Init ==
  /\ mem = MemoryInit
  /\ owner = [appended |-> 0, came |-> 0, ended |-> FALSE, answers |-> FALSE]
  /\ user = [u \in User |-> [step |-> IF u = S THEN "ask" ELSE "idle", taken |-> 0, end |-> 0]]
  /\ flushed = FALSE
  /\ eof = FALSE

-------------------------------------------------------------------------------
(* The owner                                                               *)

(* A packet comes, and is appended or thrown away.                         *)
Arrives ==
  /\ ~owner.answers
  /\ owner.came < Packets
  /\ IF owner.ended
     THEN owner' = [owner EXCEPT !.came = @ + 1] /\ UNCHANGED mem
     ELSE /\ owner' = [owner EXCEPT !.came = @ + 1, !.appended = @ + 1]
          /\ mem' \in Store(mem, O, W, owner.appended + 1, WStore)
  /\ UNCHANGED <<user, flushed, eof>>

SetCantRcvMore ==
  /\ ~owner.ended
  /\ mem' \in Store(mem, O, End, 1, EndStore)
  /\ owner' = [owner EXCEPT !.ended = TRUE]
  /\ UNCHANGED <<user, flushed, eof>>

(* The peer has shut down its sending direction.                           *)
PeerEnds == ~owner.answers /\ owner.came = Packets /\ SetCantRcvMore

Request ==
  /\ ~owner.answers
  /\ Last(mem, Done) = 0
  /\ \E l \in Load(mem, O, Asked, TellLoad) :
       /\ l.val = 1
       /\ mem' = l.mem
  /\ owner' = [owner EXCEPT !.answers = TRUE]
  /\ UNCHANGED <<user, flushed, eof>>

Answer ==
  /\ owner.answers
  /\ owner.ended
  /\ mem' \in Store(mem, O, Done, 1, TellStore)
  /\ owner' = [owner EXCEPT !.answers = FALSE]
  /\ UNCHANGED <<user, flushed, eof>>

OwnerAnswers == Request \/ (owner.answers /\ SetCantRcvMore) \/ Answer

-------------------------------------------------------------------------------
(* Users                                                                   *)

Step(u, s) == user' = [user EXCEPT ![u].step = s]

Ask ==
  /\ user[S].step = "ask"
  /\ mem' \in Store(mem, S, Asked, 1, TellStore)
  /\ Step(S, "asked")
  /\ UNCHANGED <<owner, flushed, eof>>

Replied ==
  /\ user[S].step = "asked"
  /\ \E l \in Load(mem, S, Done, TellLoad) :
       /\ l.val = 1
       /\ mem' = l.mem
  /\ Step(S, "idle")
  /\ UNCHANGED <<owner, flushed, eof>>

TakeLock(u) ==
  /\ user[u].step = "idle"
  /\ IF u = S THEN ~flushed ELSE ~eof
  /\ \E x \in CompareAndSet(mem, u, Lock, 0, 1) :
       /\ x.ok
       /\ mem' = x.mem
  /\ Step(u, "locked")
  /\ UNCHANGED <<owner, flushed, eof>>

LoadTaken(u) ==
  /\ user[u].step = "locked"
  /\ \E l \in Load(mem, u, Taken, "relaxed") :
       /\ mem' = l.mem
       /\ user' = [user EXCEPT ![u].taken = l.val, ![u].step = IF u = S THEN "look" ELSE "ask end"]
  /\ UNCHANGED <<owner, flushed, eof>>

LoadEnd(u) ==
  /\ user[u].step = "ask end"
  /\ \E l \in Load(mem, u, End, EndLoad) :
       /\ mem' = l.mem
       /\ user' = [user EXCEPT ![u].end = l.val, ![u].step = "look"]
  /\ UNCHANGED <<owner, flushed, eof>>

(* A reader takes one packet if there is one; who flushes takes all.       *)
Look(u) ==
  /\ user[u].step = "look"
  /\ \E l \in Load(mem, u, W, WLoad) :
       /\ mem' = l.mem
       /\ IF l.val > user[u].taken
          THEN Step(u, "take") /\ UNCHANGED <<flushed, eof>>
          ELSE /\ Step(u, "unlock")
               /\ flushed' = (flushed \/ u = S)
               /\ eof' = (eof \/ (u = R /\ user[u].end = 1))
  /\ UNCHANGED owner

Take(u) ==
  /\ user[u].step = "take"
  /\ mem' \in Store(mem, u, Taken, user[u].taken + 1, "relaxed")
  /\ user' = [user EXCEPT ![u].taken = @ + 1, ![u].step = IF u = S THEN "look" ELSE "unlock"]
  /\ UNCHANGED <<owner, flushed, eof>>

Unlock(u) ==
  /\ user[u].step = "unlock"
  /\ mem' \in Store(mem, u, Lock, 0, LockStore)
  /\ user' = [user EXCEPT ![u] = [step |-> "idle", taken |-> 0, end |-> 0]]
  /\ UNCHANGED <<owner, flushed, eof>>

-------------------------------------------------------------------------------
Inside(u) == LoadTaken(u) \/ LoadEnd(u) \/ Look(u) \/ Take(u) \/ Unlock(u)

FlushStep == mem' \in Flush(mem) /\ UNCHANGED <<owner, user, flushed, eof>>

Next ==
  \/ Arrives \/ PeerEnds \/ OwnerAnswers
  \/ Ask \/ Replied
  \/ \E u \in User : TakeLock(u) \/ Inside(u)
  \/ FlushStep

(* What the owner has stored is seen in the end.                           *)
Fresh == \A u \in User : user'[u].end = Last(mem, End) \/ user'[u].step # "look"
SeesAll(u) == Look(u) /\ (user'[u].step = "take" <=> Last(mem, W) > user[u].taken)

Fairness ==
  /\ WF_vars(OwnerAnswers) /\ WF_vars(Ask) /\ WF_vars(Replied)
  /\ \A u \in User : SF_vars(TakeLock(u))
  /\ \A u \in User : WF_vars(LoadTaken(u) \/ (LoadEnd(u) /\ Fresh) \/ SeesAll(u) \/ Take(u) \/ Unlock(u))
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
AllTaken == Last(mem, W) = Last(mem, Taken)

(* Nothing is behind the flush of a shutdown.                              *)
NothingBehindFlush == flushed => AllTaken

(* The end of file is behind the last byte.                                *)
EofIsLast == eof => AllTaken

ShutdownReturns == <>flushed
ReaderEnds == <>eof
===============================================================================
