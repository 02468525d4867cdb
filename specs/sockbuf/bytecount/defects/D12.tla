--------------------------------- MODULE D12 ----------------------------------
(* D12: the receive window computed wrongly.                               *)
EXTENDS MCReceiveBytes

OtherSteps ==
  \/ Publish \/ Evaluate \/ SendReply \/ LoadDrained \/ LoadAsk
  \/ Reader \/ FlushStep \/ \E n \in Length : TcpInput(n)

(* D12: from bytes used instead of bytes free.                             *)
AdvertiseUsed ==
  /\ producer.step = "advertise"
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' =
            [Offer(Max(Silly(Diff(producer.w, x.val)), Window)) EXCEPT !.r = x.val]
  /\ UNCHANGED <<consumer, observer, used>>

D12Spec == ReceiveInit /\ [][OtherSteps \/ AdvertiseUsed]_vars

(* D12-edge: a silly window is closed though it was offered before.        *)
AdvertiseLess ==
  /\ producer.step = "advertise"
  /\ \E x \in Load(mem, "p", RBytes, RLoad) :
       /\ mem' = x.mem
       /\ producer' = [Offer(Silly(HiWat - Diff(producer.w, x.val))) EXCEPT !.r = x.val]
  /\ UNCHANGED <<consumer, observer, used>>

EdgeSpec == ReceiveInit /\ [][OtherSteps \/ AdvertiseLess]_vars

(* D12-side: the reader says how much is free, from its lower bound.       *)
AdvertiseByLower ==
  /\ producer.step = "advertise"
  /\ producer' = Offer(Max(Silly(HiWat - Lower), Window))
  /\ UNCHANGED <<mem, consumer, observer, used>>

SideSpec == ReceiveInit /\ [][OtherSteps \/ AdvertiseByLower]_vars
===============================================================================
