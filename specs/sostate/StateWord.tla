------------------------------- MODULE StateWord ------------------------------
(***************************************************************************)
(* so_state: a word of flags that the owner and users both write.  A       *)
(* change sets flags and clears others in one atomic step on the word: a   *)
(* load, and a compare-and-set from what was loaded, again if it fails.    *)
(* The flag of another thread that was changed in between is kept.         *)
(***************************************************************************)
EXTENDS Naturals

Bits == 0..3
Mask == 0..15

Has(n, i) == (n \div 2^i) % 2 = 1
ToSet(n) == {i \in Bits : Has(n, i)}

VARIABLES
  word       \* the flags that are set

TypeOK == word \subseteq Bits

Init == word = {}

(* What a compare-and-set that succeeds does.                              *)
ChangeState(set, clear) ==
  /\ set \in Mask
  /\ clear \in Mask
  /\ word' = (word \cup ToSet(set)) \ ToSet(clear)

LoadState(n) ==
  /\ n \in Mask
  /\ word = ToSet(n)
  /\ UNCHANGED word

Next ==
  \/ \E set, clear \in Mask : ChangeState(set, clear)
  \/ \E n \in Mask : LoadState(n)

Spec == Init /\ [][Next]_word
===============================================================================
