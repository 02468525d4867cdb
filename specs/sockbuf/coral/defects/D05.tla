--------------------------------- MODULE D05 ----------------------------------
(* D05: the packet leaves in its own header and is freed, although the     *)
(* producer may still write that header's link: it is the dummy.           *)
(*                                                                         *)
(* D05-pinned: the design as the talk had it.  The dummy keeps its cluster *)
(* until the next packet is taken: nothing is used after free, but an idle *)
(* sockbuf holds a cluster.                                                *)
EXTENDS MCCoral

DequeueInPlace ==
  /\ consumer.step = "exchange"
  /\ consumer' = [consumer EXCEPT !.step = "free", !.out = First, !.head = First, !.seen = Tail(@)]
  /\ UNCHANGED <<mem, producer, fresh, clusters, read, got, raced>>

Taking == \E p \in Packet \cup {0} : LoadPayload(p)

D05Next == Produce \/ Look \/ Taking \/ DequeueInPlace \/ FreePacket \/ FlushStep

D05Spec == Init /\ [][D05Next]_vars

DequeueKeep ==
  /\ consumer.step = "exchange"
  /\ consumer' = [consumer EXCEPT
       !.step = "free", !.out = consumer.head, !.head = First, !.seen = Tail(@)]
  /\ UNCHANGED <<mem, producer, fresh, clusters, read, got, raced>>

PinnedNext == Produce \/ Look \/ Taking \/ DequeueKeep \/ FreePacket \/ FlushStep

PinnedSpec == Init /\ [][PinnedNext]_vars
===============================================================================
