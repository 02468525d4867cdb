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
(* For speed: TLC evaluates an argument and a function anew at each use,   *)
(* but an element of a set only once.  Hence Eval, and sets of one element *)
(* where a definition would do.                                            *)
(*                                                                         *)
(* Limits: a store goes to the end of its history, and no value comes out  *)
(* of thin air; a load that takes place after a later store of its thread  *)
(* is up to the algorithm (see Litmus.tla).                                *)
(***************************************************************************)
EXTENDS Machine, Naturals, Sequences, TLC

LOCAL Eval(f) == TLCEval(f)

RaBottom == Eval([l \in Location |-> 1])

LOCAL Join(v, w) == Eval([l \in Location |-> IF v[l] > w[l] THEN v[l] ELSE w[l]])

(* view: seen.  acquired: what an acquire fence would add.  released: what *)
(* a relaxed store carries, by the last fence.  sc: the view that fences   *)
(* hand on.                                                                *)
RaInit(initial) ==
  [hist     |-> Eval([l \in Location |-> <<[val |-> initial[l], view |-> RaBottom]>>]),
   view     |-> Eval([t \in Thread |-> RaBottom]),
   acquired |-> Eval([t \in Thread |-> RaBottom]),
   released |-> Eval([t \in Thread |-> RaBottom]),
   sc       |-> RaBottom]

-------------------------------------------------------------------------------
(* A memory that differs only in what nobody can read any more is the same *)
(* memory: stores older than every view are dropped, and indices count     *)
(* from the oldest that is left.                                           *)
LOCAL Low(m, l) ==
  CHOOSE i \in 1..Len(m.hist[l]) :
    /\ \E t \in Thread : m.view[t][l] = i
    /\ \A t \in Thread : m.view[t][l] >= i

LOCAL Shift(v, low) ==
  Eval([l \in Location |-> IF v[l] > low[l] THEN v[l] - low[l] + 1 ELSE 1])

LOCAL ShiftAll(vs, low) == Eval([t \in Thread |-> Shift(vs[t], low)])

LOCAL Kept(h, from, low) ==
  Eval([i \in 1..Len(h) - from + 1 |->
    [val |-> h[i + from - 1].val, view |-> Shift(h[i + from - 1].view, low)]])

LOCAL From(m, low) ==
  [hist     |-> Eval([l \in Location |-> Kept(m.hist[l], low[l], low)]),
   view     |-> ShiftAll(m.view, low),
   acquired |-> ShiftAll(m.acquired, low),
   released |-> ShiftAll(m.released, low),
   sc       |-> Shift(m.sc, low)]

LOCAL Tidy(memories) ==
  UNION {{From(m, low) : low \in {Eval([l \in Location |-> Low(m, l)])}} : m \in memories}

-------------------------------------------------------------------------------
LOCAL Reading(m, t, l, mode, i) ==
  LET store == m.hist[l][i]
      seen  == [m.view[t] EXCEPT ![l] = i]
  IN  [m EXCEPT
        !.view[t] = IF mode = "acquire" THEN Join(seen, store.view) ELSE seen,
        !.acquired[t] = Join(@, store.view)]

RaLoad(m, t, l, mode) ==
  UNION {{[val |-> m.hist[l][i].val, mem |-> x] : x \in Tidy({Reading(m, t, l, mode, i)})} :
          i \in m.view[t][l]..Len(m.hist[l])}

LOCAL Writing(m, t, l, val, carried, seen) ==
  LET i == Len(m.hist[l]) + 1
  IN  [m EXCEPT
        !.hist[l] = Append(@, [val |-> val, view |-> [carried EXCEPT ![l] = i]]),
        !.view[t] = [seen EXCEPT ![l] = i]]

RaStore(m, t, l, val, mode) ==
  Tidy({Writing(m, t, l, val, IF mode = "release" THEN m.view[t] ELSE m.released[t], m.view[t])})

(* A sequentially consistent fence, which is an acquire and a release      *)
(* fence too.                                                              *)
RaFence(m, t) ==
  Tidy({[m EXCEPT !.sc = v, !.view[t] = v, !.released[t] = v] :
         v \in {Join(m.sc, Join(m.view[t], m.acquired[t]))}})

(* Compare and set, acquire and release.  It succeeds on the newest store  *)
(* only, and goes on the release sequence of that store.                   *)
RaCompareAndSet(m, t, l, expected, val) ==
  LET last == m.hist[l][Len(m.hist[l])]
      seen == Join(m.view[t], last.view)
  IN  (IF last.val = expected
       THEN {[ok |-> TRUE, mem |-> x] : x \in Tidy({Writing(m, t, l, val, seen, seen)})} ELSE {})
      \cup {[ok |-> FALSE, mem |-> r.mem] :
             r \in {r \in RaLoad(m, t, l, "acquire") : r.val # expected}}

(* The newest value of a location.                                         *)
RaLast(m, l) == m.hist[l][Len(m.hist[l])].val

(* A plain access of a location races with a store that the thread has not *)
(* seen.                                                                   *)
RaUnseen(m, t, l) == m.view[t][l] # Len(m.hist[l])
===============================================================================
