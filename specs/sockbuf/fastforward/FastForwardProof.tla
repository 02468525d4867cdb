--------------------------- MODULE FastForwardProof ---------------------------
(***************************************************************************)
(* The FastForward ring under sequentially consistent memory, in a         *)
(* fragment of TLA+ that is translated for Z3: Inv is inductive for every  *)
(* N and every number of packets.  FastForward.tla under "sc" implements   *)
(* it (ImplementsProof), and TLC checks the same Inv in small.             *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS N, Ahead      \* slots, and how many slots ahead the producer looks

VARIABLES slot, w, r, limit, pstep, cstep, got

vars == <<slot, w, r, limit, pstep, cstep, got>>

Init ==
  /\ N > 0 /\ 0 <= Ahead /\ Ahead < N
  /\ slot = [i \in 0..N - 1 |-> 0]
  /\ w = 0 /\ r = 0 /\ limit = 0
  /\ pstep = "idle"
  /\ cstep = "idle"
  /\ got = 0

LoadAhead ==
  /\ pstep = "idle"
  /\ w = limit
  /\ limit' = IF slot[(w + Ahead) % N] = 0 THEN w + Ahead + 1 ELSE limit
  /\ pstep' = IF slot[(w + Ahead) % N] = 0 THEN "idle" ELSE "near"
  /\ UNCHANGED <<slot, w, r, cstep, got>>

LoadEmpty ==
  /\ pstep = "near"
  /\ limit' = IF slot[w % N] = 0 THEN limit + 1 ELSE limit
  /\ pstep' = "idle"
  /\ UNCHANGED <<slot, w, r, cstep, got>>

AppendPublish ==
  /\ pstep = "idle"
  /\ w < limit
  /\ slot' = [slot EXCEPT ![w % N] = w + 1]
  /\ w' = w + 1
  /\ UNCHANGED <<r, limit, pstep, cstep, got>>

LoadSlot ==
  /\ cstep = "idle"
  /\ slot[r % N] # 0
  /\ got' = slot[r % N]
  /\ cstep' = "clear"
  /\ UNCHANGED <<slot, w, r, limit, pstep>>

DequeueCount ==
  /\ cstep = "clear"
  /\ slot' = [slot EXCEPT ![r % N] = 0]
  /\ r' = r + 1
  /\ cstep' = "idle"
  /\ UNCHANGED <<w, limit, pstep, got>>

Next ==
  \/ LoadAhead
  \/ LoadEmpty
  \/ AppendPublish
  \/ LoadSlot
  \/ DequeueCount

ProofSpec == Init /\ [][Next]_vars

(* Packets come in order, none is lost, and no more than N wait.           *)
Safety ==
  /\ got = IF cstep = "clear" THEN r + 1 ELSE r
  /\ w - r <= N

Inv ==
  /\ N > 0 /\ 0 <= Ahead /\ Ahead < N
  /\ 0 <= r /\ r <= w /\ w <= limit /\ limit <= r + N
  /\ pstep \in {"idle", "near"}
  /\ cstep \in {"idle", "clear"}
  /\ pstep = "near" => w = limit
  /\ cstep = "clear" => r < w
  /\ got = IF cstep = "clear" THEN r + 1 ELSE r
  /\ \A i \in r..w - 1 : slot[i % N] = i + 1
  /\ \A i \in w..r + N - 1 : slot[i % N] = 0
===============================================================================
