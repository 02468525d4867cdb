--------------------------------- MODULE D11 ----------------------------------
(* D11: asynchronous sends without reservation: the user takes its space   *)
(* from wbytes - rbytes, and messages on their way are in neither.         *)
EXTENDS MCAsyncSend

LoadWBytes ==
  /\ producer.step = "idle"
  /\ \E x \in Load(mem, "p", WBytes, WLoad) :
       /\ mem' = x.mem
       /\ producer' = [producer EXCEPT !.step = "rbytes", !.want = x.val]
  /\ UNCHANGED <<consumer, observer, used>>

LoadRBytes(n) ==
  /\ producer.step = "rbytes"
  /\ n \in Length
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' = IF n <= HiWat - Diff(producer.want, x.val)
                      THEN [producer EXCEPT !.step = "link", !.want = n]
                      ELSE [producer EXCEPT !.step = "idle", !.want = 0]
  /\ UNCHANGED <<consumer, observer, used>>

PruSendUnreserved(n) ==
  /\ producer.step = "link"
  /\ n = producer.want
  /\ mem' \in Store(mem, "p", Link, Add(producer.w, n), LinkStore)
  /\ producer' = [producer EXCEPT !.step = "idle", !.w = Add(@, n), !.want = 0]
  /\ UNCHANGED <<consumer, observer, used>>

D11Next ==
  \/ OwnerStep \/ FlushStep \/ LoadWBytes
  \/ \E n \in Length : LoadRBytes(n) \/ PruSendUnreserved(n)

D11Spec == AsyncInit /\ [][D11Next]_vars
===============================================================================
