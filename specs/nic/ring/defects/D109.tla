--------------------------------- MODULE D109 ---------------------------------
(* D109: the count is moved on before the buffer is in the descriptor.  As *)
(* a mistake in the order of the code it fails under any memory model; the *)
(* relaxed store of the count, which lets the memory do the same, and the  *)
(* relaxed load, need no module.                                           *)
EXTENDS MCReceiveRing

PostFirst ==
  /\ driver.step = "idle"
  /\ driver.posted - driver.polled < Size
  /\ driver.posted + 1 \in Posts
  /\ mem' \in Store(mem, Driver, Posted, driver.posted + 1, PostStore)
  /\ driver' = [driver EXCEPT !.step = "post", !.posted = @ + 1]
  /\ UNCHANGED <<sender, got, wrong>>

BufferLast ==
  /\ driver.step = "post"
  /\ mem' \in Store(mem, Driver, Buffer(driver.posted - 1), -driver.posted, "relaxed")
  /\ driver' = [driver EXCEPT !.step = "idle"]
  /\ UNCHANGED <<sender, got, wrong>>

D109Next ==
  \/ PostFirst
  \/ BufferLast
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender : Claim(s) \/ Fill(s)

D109Spec == Init /\ [][D109Next]_vars
===============================================================================
