------------------------------- MODULE ArmedWait ------------------------------
(***************************************************************************)
(* How a user waits for N sockbufs that N CPUs fill.  What the sockbufs    *)
(* and their ready bits are is the matter of ../nsockbufs; here a sockbuf  *)
(* is its count of packets appended.                                       *)
(*                                                                         *)
(* A user that finds nothing sends the owner of the socket its predicate   *)
(* message.  The owner looks at all counts; if it finds nothing it arms a  *)
(* word, and looks again.  A producer looks at the word after its append.  *)
(* If it is armed the producer exchanges it, and who wins puts the one     *)
(* message of the socket on the owner's port; the owner sets the word back *)
(* to idle before it looks.                                                *)
(*                                                                         *)
(* Producer and owner each write one word and then read the other's        *)
(* (Dekker): a count and the word that is armed, with a full fence between *)
(* on both sides.                                                          *)
(***************************************************************************)
EXTENDS Memory, Naturals

CONSTANTS
  Queues,        \* how many sockbufs and CPUs there are: 0..Queues-1
  MaxPackets     \* how many packets come

Queue == 0..Queues-1

P(i) == <<"p", i>>
O == <<"o", 0>>
U == <<"u", 0>>

ArmedWaitThreads == {P(i) : i \in Queue} \cup {O, U}

Appended(i) == <<"appended", i>>     \* packets appended to sockbuf i
Word == <<"word", 0>>                \* Idle, Armed, or Posted: the message is on its way
Port == <<"port", 0>>                \* of the owner: the messages on it
Answer == <<"answer", 0>>            \* 1: the predicate message is replied to

ArmedWaitLocations == {Appended(i) : i \in Queue} \cup {Word, Port, Answer}

Idle == 0
Armed == 1
Posted == 2

Predicate == 1                       \* bits of Port
Message == 2

VARIABLES
  mem,
  producer,      \* each protocol thread's next step
  owner,         \* the owner's next step
  user,          \* the user's next step
  waits,         \* the owner knows of a user that waits
  at,            \* which sockbuf the owner looks at, and which the user
  appended,      \* history: packets appended, by sockbuf
  taken,         \* packets taken, by sockbuf; the user's
  doubled        \* history: the message was put while it was on the port

vars == <<mem, producer, owner, user, waits, at, appended, taken, doubled>>

Init ==
  /\ mem = MemoryInit
  /\ producer = [i \in Queue |-> "idle"]
  /\ owner = "idle"
  /\ user = "scan"
  /\ waits = FALSE
  /\ at = [owner |-> 0, user |-> 0]
  /\ appended = [i \in Queue |-> 0]
  /\ taken = [i \in Queue |-> 0]
  /\ doubled = FALSE

Has(word, bit) == (word \div bit) % 2 = 1

(* One atomic step that reads the newest value and leaves another.         *)
Exchange(t, l, after) ==
  \E x \in CompareAndSet(mem, t, l, Last(mem, l), after) : x.ok /\ mem' = x.mem

Sum(f) == LET To[k \in 0..Queues] == IF k = 0 THEN 0 ELSE To[k - 1] + f[k - 1] IN To[Queues]

-------------------------------------------------------------------------------
(* The protocol thread of CPU i                                            *)

ProducerTo(i, step) == producer' = [producer EXCEPT ![i] = step]

AppendPublish(i) ==
  /\ producer[i] = "idle"
  /\ Sum(appended) < MaxPackets
  /\ mem' \in Store(mem, P(i), Appended(i), appended[i] + 1, "release")
  /\ appended' = [appended EXCEPT ![i] = @ + 1]
  /\ ProducerTo(i, "fence")
  /\ UNCHANGED <<owner, user, waits, at, taken, doubled>>

FenceAppend(i) ==
  /\ producer[i] = "fence"
  /\ mem' \in Fence(mem, P(i))
  /\ ProducerTo(i, "test")
  /\ UNCHANGED <<owner, user, waits, at, appended, taken, doubled>>

TestNotify(i) ==
  /\ producer[i] = "test"
  /\ \E x \in Load(mem, P(i), Word, "acquire") :
       /\ mem' = x.mem
       /\ ProducerTo(i, IF x.val = Armed THEN "exchange" ELSE "idle")
  /\ UNCHANGED <<owner, user, waits, at, appended, taken, doubled>>

ExchangeNotify(i) ==
  /\ producer[i] = "exchange"
  /\ \E x \in CompareAndSet(mem, P(i), Word, Armed, Posted) :
       /\ mem' = x.mem
       /\ ProducerTo(i, IF x.ok THEN "put" ELSE "idle")
  /\ UNCHANGED <<owner, user, waits, at, appended, taken, doubled>>

PutMessage(i) ==
  /\ producer[i] = "put"
  /\ LET before == Last(mem, Port)
     IN /\ Exchange(P(i), Port, IF Has(before, Message) THEN before ELSE before + Message)
        /\ doubled' = (doubled \/ Has(before, Message))
  /\ ProducerTo(i, "idle")
  /\ UNCHANGED <<owner, user, waits, at, appended, taken>>

-------------------------------------------------------------------------------
(* The owner of the socket                                                 *)

OwnerTo(step) == owner' = step /\ at' = [at EXCEPT !.owner = 0]

GetPredicate ==
  /\ owner = "idle"
  /\ Has(Last(mem, Port), Predicate)
  /\ Exchange(O, Port, Last(mem, Port) - Predicate)
  /\ waits' = TRUE
  /\ OwnerTo("look")
  /\ UNCHANGED <<producer, user, appended, taken, doubled>>

GetMessage ==
  /\ owner = "idle"
  /\ Has(Last(mem, Port), Message)
  /\ Exchange(O, Port, Last(mem, Port) - Message)
  /\ OwnerTo("disarm")
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

TakeNotify ==
  /\ owner = "disarm"
  /\ mem' \in Store(mem, O, Word, Idle, "release")
  /\ OwnerTo(IF waits THEN "look" ELSE "idle")
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

(* At one sockbuf, once before it arms and once after.                     *)
OwnerLooks(step, nothing) ==
  /\ owner = step
  /\ \E x \in Load(mem, O, Appended(at.owner), "acquire") :
       /\ mem' = x.mem
       /\ IF x.val > taken[at.owner] THEN OwnerTo("reply")
          ELSE IF at.owner < Queues - 1
               THEN owner' = step /\ at' = [at EXCEPT !.owner = @ + 1]
          ELSE OwnerTo(nothing)
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

Look == OwnerLooks("look", "arm")
LookAgain == OwnerLooks("again", "idle")

(* If the word is not idle it is armed already, or the message comes.      *)
Arm ==
  /\ owner = "arm"
  /\ \E x \in CompareAndSet(mem, O, Word, Idle, Armed) : mem' = x.mem
  /\ OwnerTo("fence")
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

FenceArm ==
  /\ owner = "fence"
  /\ mem' \in Fence(mem, O)
  /\ OwnerTo("again")
  /\ UNCHANGED <<producer, user, waits, appended, taken, doubled>>

Reply ==
  /\ owner = "reply"
  /\ mem' \in Store(mem, O, Answer, 1, "release")
  /\ waits' = FALSE
  /\ OwnerTo("idle")
  /\ UNCHANGED <<producer, user, appended, taken, doubled>>

-------------------------------------------------------------------------------
(* The user                                                                *)

UserTo(step) == user' = step /\ at' = [at EXCEPT !.user = 0]

Scan ==
  /\ user = "scan"
  /\ \E x \in Load(mem, U, Appended(at.user), "acquire") :
       /\ mem' = x.mem
       /\ IF x.val > taken[at.user]
          THEN taken' = [taken EXCEPT ![at.user] = @ + 1] /\ UserTo("scan")
          ELSE /\ taken' = taken
               /\ IF at.user < Queues - 1
                  THEN user' = "scan" /\ at' = [at EXCEPT !.user = @ + 1]
                  ELSE UserTo("prepare")
  /\ UNCHANGED <<producer, owner, waits, appended, doubled>>

Prepare ==
  /\ user = "prepare"
  /\ mem' \in Store(mem, U, Answer, 0, "release")
  /\ UserTo("ask")
  /\ UNCHANGED <<producer, owner, waits, appended, taken, doubled>>

Ask ==
  /\ user = "ask"
  /\ Exchange(U, Port, Last(mem, Port) + Predicate)
  /\ UserTo("wait")
  /\ UNCHANGED <<producer, owner, waits, appended, taken, doubled>>

Resume ==
  /\ user = "wait"
  /\ \E x \in Load(mem, U, Answer, "acquire") : x.val = 1 /\ mem' = x.mem
  /\ UserTo("scan")
  /\ UNCHANGED <<producer, owner, waits, appended, taken, doubled>>

-------------------------------------------------------------------------------
FlushStep ==
  /\ mem' \in Flush(mem)
  /\ UNCHANGED <<producer, owner, user, waits, at, appended, taken, doubled>>

Produce(i) == FenceAppend(i) \/ TestNotify(i) \/ ExchangeNotify(i) \/ PutMessage(i)
Own == GetPredicate \/ GetMessage \/ TakeNotify \/ Look \/ Arm \/ FenceArm \/ LookAgain \/ Reply
Use == Scan \/ Prepare \/ Ask \/ Resume

Next ==
  \/ \E i \in Queue : AppendPublish(i) \/ Produce(i)
  \/ Own
  \/ Use
  \/ FlushStep

(* No packet has to come.                                                  *)
Fairness ==
  /\ \A i \in Queue : WF_vars(Produce(i))
  /\ WF_vars(Own)
  /\ WF_vars(Use)
  /\ WF_vars(FlushStep)

Spec == Init /\ [][Next]_vars /\ Fairness

-------------------------------------------------------------------------------
(* Nobody sleeps beside a packet, once whoever works has done its work.    *)
Done ==
  /\ \A i \in Queue : producer[i] = "idle"
  /\ owner = "idle" /\ Last(mem, Port) = 0
  /\ Flush(mem) = {}
Asleep == user = "wait" /\ Last(mem, Answer) = 0
NoneSleeps == (Done /\ Asleep) => taken = appended

(* The message is one object: in one place at a time.                      *)
OneMessage == ~doubled

NotMoreThanCame == \A i \in Queue : taken[i] <= appended[i]

EveryPacketTaken == \A i \in Queue : (taken[i] < appended[i]) ~> (taken[i] = appended[i])
===============================================================================
