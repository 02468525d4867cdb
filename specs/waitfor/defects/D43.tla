--------------------------------- MODULE D43 ----------------------------------
(* D43: protocol threads send synchronous messages to each other as they   *)
(* like.                                                                   *)
EXTENDS MCWaitFor

Anybody == {<<p, q>> \in ProtocolSet \X ProtocolSet : p # q}
===============================================================================
