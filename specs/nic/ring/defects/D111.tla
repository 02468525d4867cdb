--------------------------------- MODULE D111 ---------------------------------
(* D111: the driver clears the mark when it has posted the descriptor      *)
(* again.  The device may have filled it by then, and its mark is lost.    *)
EXTENDS MCReceiveRing

ReadFirst ==
  /\ driver.step = "clear"
  /\ \E x \in Load(mem, Driver, Buffer(driver.polled), "relaxed") :
       /\ mem' = x.mem
       /\ got' = IF x.val > 0 THEN Post(x.val) ELSE x.val
  /\ driver' = [driver EXCEPT !.step = "repost"]
  /\ UNCHANGED <<sender, wrong>>

StoreBufferAgain ==
  /\ driver.step = "repost"
  /\ driver.posted + 1 \in Posts
  /\ mem' \in Store(mem, Driver, Buffer(driver.posted), -(driver.posted + 1), "relaxed")
  /\ driver' = [driver EXCEPT !.step = "post again"]
  /\ UNCHANGED <<sender, got, wrong>>

NoMorePosts ==
  /\ driver.step = "repost"
  /\ driver.posted + 1 \notin Posts
  /\ driver' = [driver EXCEPT !.step = "clear at last"]
  /\ UNCHANGED <<mem, sender, got, wrong>>

PostAgain ==
  /\ driver.step = "post again"
  /\ mem' \in Store(mem, Driver, Posted, driver.posted + 1, PostStore)
  /\ driver' = [driver EXCEPT !.step = "clear at last", !.posted = @ + 1]
  /\ UNCHANGED <<sender, got, wrong>>

ClearLast ==
  /\ driver.step = "clear at last"
  /\ mem' \in Store(mem, Driver, Done(driver.polled), 0, "relaxed")
  /\ driver' = [driver EXCEPT !.step = "idle", !.polled = @ + 1]
  /\ UNCHANGED <<sender, got, wrong>>

D111Poll == ReadFirst \/ StoreBufferAgain \/ NoMorePosts \/ PostAgain \/ ClearLast

D111Next ==
  \/ Supply
  \/ LoadDone
  \/ D111Poll
  \/ \E s \in Sender : Claim(s) \/ Fill(s)

D111Spec == Init /\ [][D111Next]_vars /\ Fairness /\ WF_vars(D111Poll)
===============================================================================
