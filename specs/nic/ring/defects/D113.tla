--------------------------------- MODULE D113 ---------------------------------
(* D113: the test for a full ring is off by one, so the driver writes a    *)
(* descriptor that it has not polled.                                      *)
EXTENDS MCReceiveRing

StoreBufferTooSoon ==
  /\ driver.step = "idle"
  /\ driver.posted - driver.polled <= Size
  /\ driver.posted + 1 \in Posts
  /\ mem' \in Store(mem, Driver, Buffer(driver.posted), -(driver.posted + 1), "relaxed")
  /\ driver' = [driver EXCEPT !.step = "post"]
  /\ UNCHANGED <<sender, got, wrong>>

D113Next ==
  \/ StoreBufferTooSoon
  \/ \E n \in Counts : PostDescriptor(n)
  \/ LoadDone
  \/ Poll
  \/ \E s \in Sender : Claim(s) \/ Fill(s)

D113Spec == Init /\ [][D113Next]_vars
===============================================================================
