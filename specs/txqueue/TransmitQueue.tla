---------------------------- MODULE TransmitQueue -----------------------------
(***************************************************************************)
(* The interface queue that several CPUs share, as in BSD and DragonFly.   *)
(* Whoever enqueues a packet and finds `started` 0 sets it and becomes the *)
(* starter, who hands packets to the device until there is none.  The      *)
(* starter clears `started` in the critical section in which it finds the  *)
(* queue empty; so a packet enqueued later finds it cleared, and makes a   *)
(* starter of its enqueuer.                                                *)
(*                                                                         *)
(* Each action is one critical section of the queue's lock, which orders   *)
(* all accesses under any memory model.                                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Cpu,           \* who enqueues
  MaxPackets     \* how many packets are enqueued; they are numbered from 1

VARIABLES
  queue,         \* packets enqueued and not yet handed to the device
  started,       \* somebody hands packets to the device; 0 or 1
  cpu,           \* each CPU's next step
  enqueued,      \* how many packets were enqueued
  sent           \* the packets the device got, in order

vars == <<queue, started, cpu, enqueued, sent>>

Init ==
  /\ queue = <<>>
  /\ started = 0
  /\ cpu = [c \in Cpu |-> "idle"]
  /\ enqueued = 0
  /\ sent = <<>>

Enqueue(c) ==
  /\ cpu[c] = "idle"
  /\ enqueued < MaxPackets
  /\ enqueued' = enqueued + 1
  /\ queue' = Append(queue, enqueued + 1)
  /\ started' = 1
  /\ cpu' = [cpu EXCEPT ![c] = IF started = 0 THEN "start" ELSE "idle"]
  /\ UNCHANGED sent

Transmit(c) ==
  /\ cpu[c] = "start"
  /\ queue # <<>>
  /\ sent' = Append(sent, Head(queue))
  /\ queue' = Tail(queue)
  /\ UNCHANGED <<started, cpu, enqueued>>

(* Empty, and cleared at once.                                             *)
Stop(c) ==
  /\ cpu[c] = "start"
  /\ queue = <<>>
  /\ started' = 0
  /\ cpu' = [cpu EXCEPT ![c] = "idle"]
  /\ UNCHANGED <<queue, enqueued, sent>>

-------------------------------------------------------------------------------
Next == \E c \in Cpu : Enqueue(c) \/ Transmit(c) \/ Stop(c)

(* A starter goes on.  Nobody has to enqueue.                              *)
Fairness == \A c \in Cpu : WF_vars(Transmit(c) \/ Stop(c))

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
OneStarter == \A c, d \in Cpu : cpu[c] # "idle" /\ cpu[d] # "idle" => c = d

(* A packet in the queue has somebody who will hand it over.               *)
NoPacketStuck == queue # <<>> => \E c \in Cpu : cpu[c] # "idle"

(* None lost, none twice, in the order of enqueueing.                      *)
InOrder == sent \o queue = [i \in 1..enqueued |-> i]

EveryPacketSent == queue # <<>> ~> queue = <<>>
===============================================================================
