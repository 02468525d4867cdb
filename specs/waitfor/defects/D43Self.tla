-------------------------------- MODULE D43Self -------------------------------
(* D43: a protocol thread sends a synchronous message to itself, and puts  *)
(* it on its port like any other.                                          *)
EXTENDS MCWaitFor

Itself == {<<p, p>> : p \in ProtocolSet}
===============================================================================
