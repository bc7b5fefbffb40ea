------------------------ MODULE MCConcurrentContract ------------------------
(***************************************************************************)
(* The model-checking wrapper: each config is its constants and checks.    *)
(* The contract's actions restrict some next values and do not choose      *)
(* them, which is enough for a refinement; here they are chosen first.     *)
(* Bounds: LocksMax read locks a task and block, one payload a block.      *)
(***************************************************************************)
EXTENDS ConcurrentProperties

Orders == {s \in UNION {[1..n -> Blocks] : n \in 0..Cardinality(Blocks)} :
             \A i, j \in DOMAIN s : s[i] = s[j] => i = j}

\* One more for a block that is there twice, which no action may make
Longer == Orders \cup {Append(s, b) : s \in Orders, b \in Blocks}

ChosenNext ==
  /\ \/ pool' \in 0..(StorageMax + 1) /\ exec' \in [Tasks -> Inactive..(Demand + 1)] /\ ended' = ended
     \/ ~ended /\ ended' = TRUE /\ lru' \in Longer /\ UNCHANGED <<pool, exec>>
  /\ Next
ChosenSpec == Init /\ [][ChosenNext]_vars

Bounded ==
  /\ \A b \in Blocks, t \in Tasks : readers[b][t] <= LocksMax
  /\ \A b \in Native : alive[b] <= 1 /\ returning[b] <= 1
  /\ used >= -1
=============================================================================
