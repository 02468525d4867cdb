------------------------------- MODULE MCLitmus -------------------------------
(* The litmus tests.  Each invariant says that an outcome does not occur;  *)
(* in a model in which it is allowed, TLC must find it.                    *)
EXTENDS Litmus

St(l, mode) == [op |-> "store", loc |-> l, val |-> 1, mode |-> mode]
Ld(l, mode) == [op |-> "load", loc |-> l, val |-> 0, mode |-> mode]
Fn == [op |-> "fence", loc |-> "", val |-> 0, mode |-> ""]
Cas(l) == [op |-> "cas", loc |-> l, val |-> 1, mode |-> ""]

(* Message passing: the flag is seen, the data is not.                     *)
MessagePassing(store, load) ==
  [a |-> <<St("x", "relaxed"), St("y", store)>>, b |-> <<Ld("y", load), Ld("x", "relaxed")>>]
MpOrdered == MessagePassing("release", "acquire")
MpRelaxedStore == MessagePassing("relaxed", "acquire")
MpRelaxedLoad == MessagePassing("release", "relaxed")
MpFences ==
  [a |-> <<St("x", "relaxed"), Fn, St("y", "relaxed")>>,
   b |-> <<Ld("y", "relaxed"), Fn, Ld("x", "relaxed")>>]
NoMp == ~(Done /\ reg.b[1] = 1 /\ reg.b[Len(Program.b)] = 0)

(* Store buffering: neither sees the other's store.                        *)
SbOrdered ==
  [a |-> <<St("x", "release"), Ld("y", "acquire")>>,
   b |-> <<St("y", "release"), Ld("x", "acquire")>>]
SbFences ==
  [a |-> <<St("x", "relaxed"), Fn, Ld("y", "relaxed")>>,
   b |-> <<St("y", "relaxed"), Fn, Ld("x", "relaxed")>>]
NoSb == ~(Done /\ reg.a[Len(Program.a)] = 0 /\ reg.b[Len(Program.b)] = 0)

(* Load buffering: each sees the store that comes after the other's load.  *)
LoadBuffering(load, store) ==
  [a |-> <<Ld("x", load), St("y", store)>>, b |-> <<Ld("y", load), St("x", store)>>]
LbRelaxed == LoadBuffering("relaxed", "relaxed")
LbAcquire == LoadBuffering("acquire", "relaxed")
LbRelease == LoadBuffering("relaxed", "release")
NoLb == ~(Done /\ reg.a[1] = 1 /\ reg.b[1] = 1)

(* Coherence: a thread does not go back in a location.                     *)
Coherence == [a |-> <<St("x", "relaxed")>>, b |-> <<Ld("x", "relaxed"), Ld("x", "relaxed")>>]
NoBack == ~(Done /\ reg.b[1] = 1 /\ reg.b[2] = 0)

(* Two writers, two readers: the readers disagree on the order of writes.  *)
Iriw ==
  [a |-> <<St("x", "release")>>,
   b |-> <<St("y", "release")>>,
   c |-> <<Ld("x", "acquire"), Ld("y", "acquire")>>,
   d |-> <<Ld("y", "acquire"), Ld("x", "acquire")>>]
NoIriw == ~(Done /\ reg.c = <<1, 0>> /\ reg.d = <<1, 0>>)

(* Two threads compare and set the same location: not both succeed.        *)
Race == [a |-> <<Cas("x")>>, b |-> <<Cas("x")>>]
OneWins == Done => reg.a[1] + reg.b[1] = 1
===============================================================================
