--------------------------------- MODULE Ends ---------------------------------
(***************************************************************************)
(* What every sockbuf has besides its queue: a counter of bytes at either  *)
(* end, from which each side gets its bound, and the mark of the end of    *)
(* file.  A design says how a packet gets from one end to the other; its   *)
(* steps come here as arguments.                                           *)
(*                                                                         *)
(* appended, taken: packets so far.  idle: the side is between two of its  *)
(* steps.  rest: the variables of the design.                              *)
(***************************************************************************)
EXTENDS Memory, Integers

CONSTANTS
  Sizes,                 \* packet -> its bytes
  HighWater,             \* bytes that may be in the sockbuf
  WbytesStore, WbytesLoad,     \* mode of the producer's store of its count, and of the consumer's load
  RbytesStore, RbytesLoad,     \* mode of the consumer's store of its count, and of the producer's load
  CantMoreStore, CantMoreLoad  \* mode of the producer's store of the mark, and of the consumer's load

Wbytes == <<"wbytes", 0>>
Rbytes == <<"rbytes", 0>>
CantMore == <<"cantmore", 0>>

EndsLocations == {Wbytes, Rbytes, CantMore}

VARIABLES
  mem,
  ends             \* [counted, rbytes: packets that the producer has counted, bytes dequeued as it
                   \*   last loaded them; closed: it has set the mark;
                   \*  uncounted, wbytes, asked: the same of the consumer, who loads the mark;
                   \*  eof: it has found the end of file; missed: it found no packet though bytes
                   \*   were announced]

EndsInit ==
  ends = [counted |-> 0, rbytes |-> 0, closed |-> FALSE,
          uncounted |-> 0, wbytes |-> 0, asked |-> FALSE, eof |-> FALSE, missed |-> FALSE]

(* Bytes of the first n packets.                                           *)
RECURSIVE Upto(_)
Upto(n) == IF n = 0 THEN 0 ELSE Upto(n - 1) + Sizes[n]

-------------------------------------------------------------------------------
(* Producer                                                                *)

Fits(appended) == Upto(appended + 1) - ends.rbytes <= HighWater

(* The packet is there before its bytes are counted.                       *)
CountAppended(appended) ==
  /\ ends.counted < appended
  /\ mem' \in Store(mem, "p", Wbytes, Upto(appended), WbytesStore)
  /\ ends' = [ends EXCEPT !.counted = appended]

(* It looks again when what it remembers does not do.                      *)
LoadRbytes(appended) ==
  /\ ends.counted = appended
  /\ appended + 1 \in DOMAIN Sizes
  /\ ~Fits(appended)
  /\ \E l \in Load(mem, "p", Rbytes, RbytesLoad) :
       /\ mem' = l.mem
       /\ ends' = [ends EXCEPT !.rbytes = l.val]

SetCantMore(appended) ==
  /\ ends.counted = appended
  /\ ~ends.closed
  /\ mem' \in Store(mem, "p", CantMore, 1, CantMoreStore)
  /\ ends' = [ends EXCEPT !.closed = TRUE]

Appending(Produce, idle, appended) ==
  /\ ~ends.closed
  /\ ends.counted = appended
  /\ idle => appended + 1 \in DOMAIN Sizes /\ Fits(appended)
  /\ Produce
  /\ UNCHANGED ends

FreshRbytes(appended) == LoadRbytes(appended) => ends'.rbytes = Last(mem, Rbytes)

(* It goes on; nobody has to close.                                        *)
ProducerGoesOn(Produce, idle, appended, rest) ==
  \/ Appending(Produce, idle, appended)
  \/ /\ idle
     /\ CountAppended(appended) \/ (LoadRbytes(appended) /\ FreshRbytes(appended))
     /\ UNCHANGED rest

Producer(Produce, idle, appended, rest) ==
  \/ Appending(Produce, idle, appended)
  \/ /\ idle
     /\ CountAppended(appended) \/ LoadRbytes(appended) \/ SetCantMore(appended)
     /\ UNCHANGED rest

-------------------------------------------------------------------------------
(* Consumer                                                                *)

AtLeast(taken) == IF ends.wbytes > Upto(taken) THEN ends.wbytes - Upto(taken) ELSE 0

(* The packet has been taken before its bytes are uncounted.               *)
CountDequeued(taken) ==
  /\ ends.uncounted < taken
  /\ mem' \in Store(mem, "c", Rbytes, Upto(taken), RbytesStore)
  /\ ends' = [ends EXCEPT !.uncounted = taken]

LoadWbytes(taken) ==
  /\ ends.uncounted = taken
  /\ ~ends.eof
  /\ \E l \in Load(mem, "c", Wbytes, WbytesLoad) :
       /\ mem' = l.mem
       /\ ends' = [ends EXCEPT !.wbytes = l.val]

(* First it asks whether more will come, then it looks.                    *)
LoadCantMore ==
  /\ ~ends.asked
  /\ \E l \in Load(mem, "c", CantMore, CantMoreLoad) :
       /\ mem' = l.mem
       /\ ends' = [ends EXCEPT !.asked = (l.val = 1)]

(* A look that finds nothing is the end of file if no more will come.      *)
Looked(nothing, taken) ==
  ends' = IF nothing
          THEN [ends EXCEPT !.eof = ends.asked, !.missed = @ \/ AtLeast(taken) > 0]
          ELSE ends

Taking(Consume, idle, taken) ==
  /\ ~ends.eof
  /\ idle => ends.uncounted = taken
  /\ Consume
  /\ Looked(idle /\ idle', taken)

ConsumerGoesOn(Consume, idle, taken, rest) ==
  \/ Taking(Consume, idle, taken)
  \/ idle /\ CountDequeued(taken) /\ UNCHANGED rest

Asks(idle, rest) == idle /\ LoadCantMore /\ UNCHANGED rest

Consumer(Consume, idle, taken, rest) ==
  \/ ConsumerGoesOn(Consume, idle, taken, rest)
  \/ Asks(idle, rest)
  \/ idle /\ LoadWbytes(taken) /\ UNCHANGED rest

FreshCantMore == ends'.asked = (Last(mem, CantMore) = 1)

-------------------------------------------------------------------------------
(* Bytes that were announced are found.                                    *)
AnnouncedIsFound == ~ends.missed

Closed == Last(mem, CantMore) = 1

AtMost(appended) == Upto(appended) - ends.rbytes
===============================================================================
