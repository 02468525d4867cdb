------------------------------ MODULE MCReplyWait ------------------------------
EXTENDS ReplyWait

LocationSet == ReplyLocations

TypeOK ==
  /\ sender.step \in {"look", "announce", "park", "woken", "read", "idle", "put"}
  /\ \A r \in Replier :
       /\ replier[r].step \in {"has", "reply", "unpark", "idle", "got"}
       /\ replier[r].round \in 1..Rounds
  /\ sender.round \in 1..Rounds
  /\ permit \in BOOLEAN
===============================================================================
