--------------------------- MODULE TotalStoreOrder ----------------------------
(***************************************************************************)
(* Total store order, as of x86: a store waits in a buffer of its thread   *)
(* until it goes to memory; a load looks into the own buffer first.  A     *)
(* fence and a compare-and-set wait until the buffer is empty.             *)
(***************************************************************************)
EXTENDS Machine, Naturals, Sequences

TsoInit(initial) ==
  [cell |-> [l \in Location |-> initial[l]], buffer |-> [t \in Thread |-> <<>>]]

LOCAL Own(m, t, l) == {i \in DOMAIN m.buffer[t] : m.buffer[t][i].loc = l}

LOCAL Value(m, t, l) ==
  IF Own(m, t, l) = {}
  THEN m.cell[l]
  ELSE m.buffer[t][CHOOSE i \in Own(m, t, l) : \A j \in Own(m, t, l) : j <= i].val

TsoLoad(m, t, l) == {[val |-> Value(m, t, l), mem |-> m]}

TsoStore(m, t, l, val) == {[m EXCEPT !.buffer[t] = Append(@, [loc |-> l, val |-> val])]}

TsoFence(m, t) == IF m.buffer[t] = <<>> THEN {m} ELSE {}

TsoCompareAndSet(m, t, l, expected, val) ==
  IF m.buffer[t] # <<>>
  THEN {}
  ELSE IF m.cell[l] = expected
  THEN {[ok |-> TRUE, mem |-> [m EXCEPT !.cell[l] = val]]}
  ELSE {[ok |-> FALSE, mem |-> m]}

(* The oldest store of a buffer goes to memory.                            *)
TsoFlush(m) ==
  {[m EXCEPT !.cell[m.buffer[t][1].loc] = m.buffer[t][1].val, !.buffer[t] = Tail(@)] :
    t \in {t \in Thread : m.buffer[t] # <<>>}}
===============================================================================
