------------------------------- MODULE MCMessages ------------------------------
EXTENDS Messages

CONSTANTS MaxSenders, MaxPorts

SenderSet == 1..MaxSenders
PortSet == 1..MaxPorts

TypeOK ==
  /\ \A s \in Sender : sent[s] \in 0..MaxMessages
  /\ \A p \in Port : Len(got[p]) <= MaxMessages * MaxSenders
===============================================================================
