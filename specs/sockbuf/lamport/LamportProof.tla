----------------------------- MODULE LamportProof -----------------------------
(***************************************************************************)
(* The Lamport ring under sequentially consistent memory, in a fragment of *)
(* TLA+ that is translated for Z3: Inv is inductive for every N and every  *)
(* number of packets.  Lamport.tla under "sc" implements it (ImplementsProof), *)
(* and TLC checks the same Inv in small.                                   *)
(***************************************************************************)
EXTENDS Integers

CONSTANT N         \* slots

VARIABLES slot, w, r, wSeen, rSeen, pstep, cstep, got

vars == <<slot, w, r, wSeen, rSeen, pstep, cstep, got>>

Init ==
  /\ slot = [i \in 0..N - 1 |-> 0]
  /\ N > 0
  /\ w = 0 /\ r = 0 /\ wSeen = 0 /\ rSeen = 0
  /\ pstep = "idle"
  /\ cstep = "idle"
  /\ got = 0

LoadR ==
  /\ pstep = "idle"
  /\ rSeen' = r
  /\ UNCHANGED <<slot, w, r, wSeen, pstep, cstep, got>>

StoreSlot ==
  /\ pstep = "idle"
  /\ w - rSeen < N
  /\ slot' = [slot EXCEPT ![w % N] = w + 1]
  /\ pstep' = "publish"
  /\ UNCHANGED <<w, r, wSeen, rSeen, cstep, got>>

AppendPublish ==
  /\ pstep = "publish"
  /\ w' = w + 1
  /\ pstep' = "idle"
  /\ UNCHANGED <<slot, r, wSeen, rSeen, cstep, got>>

LoadW ==
  /\ cstep = "idle"
  /\ wSeen' = w
  /\ UNCHANGED <<slot, w, r, rSeen, pstep, cstep, got>>

LoadSlot ==
  /\ cstep = "idle"
  /\ wSeen > r
  /\ got' = slot[r % N]
  /\ cstep' = "free"
  /\ UNCHANGED <<slot, w, r, wSeen, rSeen, pstep>>

DequeueCount ==
  /\ cstep = "free"
  /\ r' = r + 1
  /\ cstep' = "idle"
  /\ UNCHANGED <<slot, w, wSeen, rSeen, pstep, got>>

Next ==
  \/ LoadR
  \/ StoreSlot
  \/ AppendPublish
  \/ LoadW
  \/ LoadSlot
  \/ DequeueCount

ProofSpec == Init /\ [][Next]_vars

(* Packets come in order, none is lost, and no more than N wait.           *)
Safety ==
  /\ got = IF cstep = "free" THEN r + 1 ELSE r
  /\ w - r <= N

Inv ==
  /\ N > 0
  /\ 0 <= rSeen /\ rSeen <= r /\ r <= wSeen /\ wSeen <= w /\ w - rSeen <= N
  /\ pstep \in {"idle", "publish"}
  /\ cstep \in {"idle", "free"}
  /\ pstep = "publish" => w - rSeen < N /\ slot[w % N] = w + 1
  /\ cstep = "free" => r < wSeen
  /\ got = IF cstep = "free" THEN r + 1 ELSE r
  /\ \A i \in r..w - 1 : slot[i % N] = i + 1
===============================================================================
