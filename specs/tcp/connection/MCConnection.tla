----------------------------- MODULE MCConnection -----------------------------
EXTENDS Connection

Nothing == [e \in End |-> {}]
(* A listener makes an entry for an old SYN, too.                          *)
OldSyn == [e \in End |-> IF e = "B" THEN {Seg("S", 5, 0, 0)} ELSE {}]

(* Text of an earlier connection, where text of this one is expected.      *)
OldText == [e \in End |-> IF e = "B" THEN {Seg("T", 11, 61, 0)} ELSE {}]

OnceTwice == [e \in End |-> IF e = "A" THEN 1 ELSE 2]
Once == [e \in End |-> 1]
Twice == [e \in End |-> 2]

ToB(n, m) == [e \in End |-> IF e = "B" THEN n ELSE m]
OneOnly == ToB(1, 1)
TwoToB == ToB(2, 1)
TwoOnly == ToB(2, 2)

None == [e \in End |-> 0]
OneOfA == [e \in End |-> IF e = "A" THEN 1 ELSE 0]
TwoOfA == [e \in End |-> IF e = "A" THEN 2 ELSE 0]
OneEach == [e \in End |-> 1]

MayNothing == [e \in End |-> {}]
MayShutdown == [e \in End |-> {"shutdown"}]
MayClose == [e \in End |-> {"close"}]
MayCloseA == [e \in End |-> IF e = "A" THEN {"close"} ELSE {"shutdown"}]
MayShutdownA == [e \in End |-> IF e = "A" THEN {"shutdown"} ELSE {}]
MayAbort == [e \in End |-> {"close", "abort"}]
MayAnything == [e \in End |-> {"shutdown", "close", "abort"}]

(* Models that begin when both ends are established.                      *)
Between(e) ==
  [st |-> "ESTABLISHED", iss |-> Iss(e, 1), una |-> Iss(e, 1) + 1, nxt |-> Iss(e, 1) + 1,
   irs |-> Iss(Peer(e), 1), rcv |-> Iss(Peer(e), 1) + 1, acc |-> FALSE]

InitEstablished ==
  /\ tcb = [e \in End |-> Between(e)]
  /\ gen = [e \in End |-> 1]
  /\ held = [e \in End |-> {}]
  /\ net = Old
  /\ doubled = 0
  /\ user = [e \in End |-> [NewUser EXCEPT !.phase = "open"]]
  /\ hist = [e \in End |-> [NoHistory EXCEPT !.with = 1]]
  /\ port = [e \in End |-> <<>>]
  /\ toOwner = <<>>
  /\ listener = [open |-> Passive # {}, known |-> Passive # {}, places |-> 0, queue |-> <<>>,
                 accepted |-> <<>>]

EstablishedSpec == InitEstablished /\ [][Next]_vars
FairEstablished == EstablishedSpec /\ Fairness /\ TimeWaits
FairButTimeWait == EstablishedSpec /\ Fairness

(* TIME-WAIT outlasts also what the peer does to have its FIN acknowledged. *)
LongTimeWait(e) ==
  /\ tcb[e].st = "TIME_WAIT"
  /\ net = [x \in End |-> {}]
  /\ tcb[Peer(e)].st \notin {"LAST_ACK", "CLOSING"}
  /\ tcb' = [tcb EXCEPT ![e] = Closed]
  /\ UNCHANGED <<gen, held, net, doubled, user, hist, port, toOwner, listener>>

(* Far apart, and the later one behind the earlier.                        *)
IssApart(e, n) == (IF e = "A" THEN 0 ELSE 50) + 10 * n
IssSame(e, n) == IF e = "A" THEN 10 ELSE 60
===============================================================================
