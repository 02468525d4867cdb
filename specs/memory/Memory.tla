-------------------------------- MODULE Memory --------------------------------
(***************************************************************************)
(* Memory for algorithms that are checked under several memory models:     *)
(* sequentially consistent ("sc"), total store order ("tso"), release and  *)
(* acquire ("ra").  A memory is a value; every operator gives the set of   *)
(* what can come of an access.  Modes: "relaxed", "acquire", "release".    *)
(***************************************************************************)
EXTENDS ReleaseAcquire, TotalStoreOrder, TLC

CONSTANT MemoryModel

ASSUME MemoryModel \in {"sc", "tso", "ra"}

(* All locations hold 0.  A sequentially consistent memory remembers only  *)
(* the others, so it needs to know nothing of Location.                    *)
MemoryInit ==
  CASE MemoryModel = "sc" -> <<>>
    [] MemoryModel = "tso" -> TsoInit([l \in Location |-> 0])
    [] MemoryModel = "ra" -> RaInit([l \in Location |-> 0])

(* The locations hold other values.                                        *)
MemoryWith(initial) ==
  CASE MemoryModel = "sc" -> [l \in {l \in DOMAIN initial : initial[l] # 0} |-> initial[l]]
    [] MemoryModel = "tso" -> TsoInit(initial)
    [] MemoryModel = "ra" -> RaInit(initial)

LOCAL ScValue(m, l) == IF l \in DOMAIN m THEN m[l] ELSE 0

LOCAL ScStore(m, l, val) ==
  IF val = 0 THEN [x \in DOMAIN m \ {l} |-> m[x]] ELSE (l :> val) @@ m

(* Records [val, mem].                                                     *)
Load(m, t, l, mode) ==
  CASE MemoryModel = "sc" -> {[val |-> ScValue(m, l), mem |-> m]}
    [] MemoryModel = "tso" -> TsoLoad(m, t, l)
    [] MemoryModel = "ra" -> RaLoad(m, t, l, mode)

(* Memories.                                                               *)
Store(m, t, l, val, mode) ==
  CASE MemoryModel = "sc" -> {ScStore(m, l, val)}
    [] MemoryModel = "tso" -> TsoStore(m, t, l, val)
    [] MemoryModel = "ra" -> RaStore(m, t, l, val, mode)

Fence(m, t) ==
  CASE MemoryModel = "sc" -> {m}
    [] MemoryModel = "tso" -> TsoFence(m, t)
    [] MemoryModel = "ra" -> RaFence(m, t)

(* Records [ok, mem].                                                      *)
CompareAndSet(m, t, l, expected, val) ==
  CASE MemoryModel = "sc" -> {[ok |-> ScValue(m, l) = expected,
                               mem |-> IF ScValue(m, l) = expected THEN ScStore(m, l, val) ELSE m]}
    [] MemoryModel = "tso" -> TsoCompareAndSet(m, t, l, expected, val)
    [] MemoryModel = "ra" -> RaCompareAndSet(m, t, l, expected, val)

(* What the memory does by itself.                                         *)
Flush(m) == IF MemoryModel = "tso" THEN TsoFlush(m) ELSE {}

(* The value of a location as far as it is visible to all.                 *)
Last(m, l) ==
  CASE MemoryModel = "sc" -> ScValue(m, l)
    [] MemoryModel = "tso" -> m.cell[l]
    [] MemoryModel = "ra" -> RaLast(m, l)

(* Whether a plain access would race.  Only "ra" can tell.                 *)
Unseen(m, t, l) == MemoryModel = "ra" /\ RaUnseen(m, t, l)
===============================================================================
