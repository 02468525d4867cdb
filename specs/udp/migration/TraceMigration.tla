---------------------------- MODULE TraceMigration ----------------------------
(***************************************************************************)
(* What probes report of one socket that moves.  Migration.tla implements  *)
(* it.  Epochs count the moves.                                            *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Cpu,
  Way,
  Epoch,           \* from 1
  First            \* where it is said to be before the first move: it may be anywhere

VARIABLES
  state,           \* "live", "moving" or "closed"
  owner,           \* the CPU that has the control block, or gets it
  epoch,           \* how often it has left a CPU
  come,            \* epochs in which the control block has come to where it went
  tombs,           \* tombstones: [at, epoch, to]
  markers          \* epochs whose marker has not come to the socket yet

vars == <<state, owner, epoch, come, tombs, markers>>

Init ==
  /\ state = "live"
  /\ owner = First
  /\ epoch = 0
  /\ come = {} /\ tombs = {} /\ markers = {}

Owns(c) == epoch = 0 \/ owner = c

(* A probe has two parameters: a way is 64 times the CPU that is left, and *)
(* the CPU that is gone to.                                                *)
From(way) == way \div 64
To(way) == way % 64

(* Out of the tables of one CPU and on the way to another: connect or      *)
(* disconnect; or it has come to the former, where its tuple is taken.     *)
Depart(way, e) ==
  /\ Owns(From(way))
  /\ state # "closed"
  /\ e = epoch + 1
  /\ come' = IF state = "moving" THEN come \cup {epoch} ELSE come
  /\ state' = "moving"
  /\ owner' = To(way)
  /\ epoch' = e
  /\ tombs' = tombs \cup {[at |-> From(way), epoch |-> e, to |-> To(way)]}
  /\ markers' = markers \cup {e}

Relink(c, e) ==
  /\ state = "moving"
  /\ owner = c
  /\ e = epoch
  /\ state' = "live"
  /\ come' = come \cup {e}
  /\ UNCHANGED <<owner, epoch, tombs, markers>>

(* CPU c takes its tombstone away.                                         *)
Retire(c, e) ==
  /\ e \in come
  /\ \E t \in tombs : t.at = c /\ t.epoch = e
  /\ tombs' = {t \in tombs : t.epoch # e}
  /\ UNCHANGED <<state, owner, epoch, come, markers>>

(* The marker has come to the CPU where the socket is.                     *)
EndMarker(c, e) ==
  /\ Owns(c)
  /\ e \in markers
  /\ markers' = markers \ {e}
  /\ UNCHANGED <<state, owner, epoch, come, tombs>>

(* A packet of the new peer finds the tombstone on a CPU, and is sent      *)
(* after the socket with its epoch.                                        *)
Tag(way, e) ==
  /\ [at |-> From(way), epoch |-> e, to |-> To(way)] \in tombs
  /\ UNCHANGED vars

(* A packet with that tag is delivered to the socket on CPU c.             *)
AcceptTagged(c, e) ==
  /\ state = "live"
  /\ owner = c
  /\ epoch = e
  /\ UNCHANGED vars

CloseBlock(c) ==
  /\ Owns(c)
  /\ state = "live"
  /\ state' = "closed"
  /\ UNCHANGED <<owner, epoch, come, tombs, markers>>

Next ==
  \/ \E way \in Way, e \in Epoch : Depart(way, e) \/ Tag(way, e)
  \/ \E c \in Cpu, e \in Epoch :
       Relink(c, e) \/ Retire(c, e) \/ EndMarker(c, e) \/ AcceptTagged(c, e)
  \/ \E c \in Cpu : CloseBlock(c)

ReportedSpec == Init /\ [][Next]_vars

(* When a run has come to its end, no tombstone is left.                   *)
Settled == tombs = {} /\ markers = {}
===============================================================================
