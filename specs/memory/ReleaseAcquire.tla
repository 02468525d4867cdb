---------------------------- MODULE ReleaseAcquire ----------------------------
(***************************************************************************)
(* Release/acquire memory as an operational machine: each location has the *)
(* history of its stores, each thread a view, which says how far into each *)
(* history it has seen.  A load may return any store that is not older     *)
(* than the thread's view; so a thread never goes back in a location, and  *)
(* may lag behind in all of them.  A release store carries the view of its *)
(* thread, an acquire load joins the view that the store carried.          *)
(*                                                                         *)
(* Operators only, no variables: a memory is a value.  Each operator gives *)
(* the set of what can come of an access.                                  *)
(*                                                                         *)
(* Limits: a store goes to the end of its history, and no value comes out  *)
(* of thin air; a load that takes place after a later store of its thread  *)
(* is up to the algorithm (see Litmus.tla).                                *)
(***************************************************************************)
EXTENDS Machine, Naturals, Sequences, TLC

RaBottom == [l \in Location |-> 1]

RaJoin(v, w) == [l \in Location |-> IF v[l] > w[l] THEN v[l] ELSE w[l]]

(* view: seen.  acquired: what an acquire fence would add.  released: what *)
(* a relaxed store carries, by the last fence.  sc: the view that fences   *)
(* hand on.                                                                *)
RaInit(initial) ==
  [hist     |-> [l \in Location |-> <<[val |-> initial[l], view |-> RaBottom]>>],
   view     |-> [t \in Thread |-> RaBottom],
   acquired |-> [t \in Thread |-> RaBottom],
   released |-> [t \in Thread |-> RaBottom],
   sc       |-> RaBottom]

-------------------------------------------------------------------------------
(* A memory that differs only in what nobody can read any more is the same *)
(* memory: stores older than every view are dropped, and indices count     *)
(* from the oldest that is left.                                           *)
LOCAL Low(m, l) ==
  CHOOSE i \in 1..Len(m.hist[l]) :
    /\ \E t \in Thread : m.view[t][l] = i
    /\ \A t \in Thread : m.view[t][l] >= i

(* TLCEval only makes TLC evaluate a memory once, not whenever it is used.  *)
RaTidy(memory) ==
  LET m        == TLCEval(memory)
      low      == TLCEval([l \in Location |-> Low(m, l)])
      Shift(v) == [l \in Location |-> IF v[l] > low[l] THEN v[l] - low[l] + 1 ELSE 1]
      Kept(l)  == SubSeq(m.hist[l], low[l], Len(m.hist[l]))
  IN  [hist     |-> [l \in Location |->
                      [i \in DOMAIN Kept(l) |->
                        [val |-> Kept(l)[i].val, view |-> Shift(Kept(l)[i].view)]]],
       view     |-> [t \in Thread |-> Shift(m.view[t])],
       acquired |-> [t \in Thread |-> Shift(m.acquired[t])],
       released |-> [t \in Thread |-> Shift(m.released[t])],
       sc       |-> Shift(m.sc)]

-------------------------------------------------------------------------------
LOCAL LoadAt(m, t, l, mode, i) ==
  LET store == m.hist[l][i]
      seen  == [m.view[t] EXCEPT ![l] = i]
  IN  [val |-> store.val,
       mem |-> RaTidy([m EXCEPT
                 !.view[t] = IF mode = "acquire" THEN RaJoin(seen, store.view) ELSE seen,
                 !.acquired[t] = RaJoin(@, store.view)])]

RaLoad(m, t, l, mode) ==
  {LoadAt(m, t, l, mode, i) : i \in m.view[t][l]..Len(m.hist[l])}

LOCAL StoreWith(m, t, l, val, carried, seen) ==
  LET i == Len(m.hist[l]) + 1
  IN  RaTidy([m EXCEPT
        !.hist[l] = Append(@, [val |-> val, view |-> [carried EXCEPT ![l] = i]]),
        !.view[t] = [seen EXCEPT ![l] = i]])

RaStore(m, t, l, val, mode) ==
  {StoreWith(m, t, l, val, IF mode = "release" THEN m.view[t] ELSE m.released[t], m.view[t])}

(* A sequentially consistent fence, which is an acquire and a release      *)
(* fence too.                                                              *)
RaFence(m, t) ==
  LET joined == RaJoin(m.sc, RaJoin(m.view[t], m.acquired[t]))
  IN  {RaTidy([m EXCEPT !.sc = joined, !.view[t] = joined, !.released[t] = joined])}

(* Compare and set, acquire and release.  It succeeds on the newest store  *)
(* only, and goes on the release sequence of that store.                   *)
RaCompareAndSet(m, t, l, expected, val) ==
  LET last == m.hist[l][Len(m.hist[l])]
      seen == RaJoin(m.view[t], last.view)
  IN  (IF last.val = expected
       THEN {[ok |-> TRUE, mem |-> StoreWith(m, t, l, val, seen, seen)]} ELSE {})
      \cup {[ok |-> FALSE, mem |-> r.mem] :
             r \in {r \in RaLoad(m, t, l, "acquire") : r.val # expected}}

(* The newest value of a location.                                         *)
RaLast(m, l) == m.hist[l][Len(m.hist[l])].val

(* A plain access of a location races with a store that the thread has not *)
(* seen.                                                                   *)
RaUnseen(m, t, l) == m.view[t][l] # Len(m.hist[l])
===============================================================================
