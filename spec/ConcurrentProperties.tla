------------------------ MODULE ConcurrentProperties ------------------------
(***************************************************************************)
(* The rules as formulas on ConcurrentContract: what it allows keeps them. *)
(* That the lock level refines it says nothing of a guard that it lacks.   *)
(***************************************************************************)
EXTENDS ConcurrentContract

TypeOK ==
  /\ lru \in Seq(Blocks)
  /\ readers \in [Blocks -> [Tasks -> Nat]]
  /\ alive \in [Native -> Nat] /\ returning \in [Native -> Nat]
  /\ used \in Int /\ pool \in Nat
  /\ exec \in [Tasks -> Nat \cup {Inactive}]
  /\ reserved \subseteq Serialized /\ ended \in BOOLEAN

RECURSIVE Given(_)
Given(S) == IF S = {} THEN 0 ELSE LET t == CHOOSE t \in S : TRUE IN AtLeast0(exec[t]) + Given(S \ {t})

\* R3.  A put that a stop overtakes has its bytes set to 0 (D12), and gives them back all the same.
PoolInv ==
  /\ ~ended => used >= 0
  /\ used <= pool /\ pool <= StorageMax /\ Given(Tasks) <= StorageMax - pool

\* R4: one entry a block
OneOrderInv == \A i, j \in DOMAIN lru : lru[i] = lru[j] => i = j

\* R11: a reader has his block, until a stop.
PinnedInv == ~ended => \A b \in Blocks : ~Unread(b) => Resident(b)

Left    == {b \in Range(lru) : b \notin Range(lru')}
Leaving == SelectSeq(lru, LAMBDA b : b \in Left)
Came    == Range(lru') \ Range(lru)
Stops   == ended' # ended

\* R4: what comes is the most recent; what stays keeps its order, but for one that its reader moves to the
\* end, or an eviction that a stop has overtaken.
RecencyProp == [][~Stops =>
  /\ \A b \in Came : lru' = Append(SelectSeq(lru, LAMBDA c : c \in Range(lru')), b)
  /\ \/ SelectSeq(lru', Resident) = SelectSeq(lru, LAMBDA b : b \in Range(lru'))
     \/ \E b \in Range(lru) : (ended \/ ~Unread(b)) /\ lru' = Append(Less(lru, b), b)]_vars

\* R4, R11: nobody's block leaves, until a stop; and of several that leave, for somebody who lacks space,
\* none is of his RDD, and without the last of them there would be too little.
Lack(b) == IF b \in Blocks THEN PutLack(b) ELSE AskLack
VictimsProp == [][~ended /\ Left # {} =>
  /\ \A b \in Left : Unread(b)
  /\ (IF DeferredRelease THEN Cardinality(Left) > 1 ELSE Left \cap Native # {} /\ UNCHANGED alive) =>
        \E c \in Blocks \cup {""} :
          /\ \A b \in Left : ~(b \in Owned /\ c \in Owned)
          /\ SizeOf(Leaving) >= Lack(c)
          /\ SizeOf(Leaving) - Size(Leaving[Len(Leaving)]) < Lack(c)]_vars

\* Without skips the victims are the least recent that may go.
OldestProp == [][~ended /\ Cardinality(Left) > 1 /\ ~Skips =>
  \E c \in Blocks \cup {""} : \E n \in 1..Len(lru) : Leaving = SubSeq(Candidates(c), 1, n)]_vars

\* R12: storage borrows when a put lacks space, and not more than what that put lacks; only an ask takes
\* back, when it is granted something or begins.
BorrowProp == [][
  /\ pool' > pool /\ UNCHANGED used => \E b \in Blocks : pool' - used < Size(b)
  /\ pool' < pool => UNCHANGED <<lru, used>>]_vars

\* R12: nobody is given more than he asks for, nor loses any but by giving all back.
ExecutionProp == [][\A t \in Tasks :
  exec'[t] # exec[t] => exec'[t] = Inactive \/ exec'[t] \in AtLeast0(exec[t])..Demand]_vars
OneTaskProp == [][Cardinality({t \in Tasks : exec'[t] # exec[t]}) <= 1]_vars

\* R5, R6: bytes that are out come back one payload at a time, and a release is of what has left; deferred, it
\* has left before.
ReturnProp == [][\A b \in Native :
  /\ DeferredRelease /\ b \in Left => alive'[b] = alive[b]
  /\ DeferredRelease => (b \in Left <=> returning'[b] > returning[b])
  /\ alive'[b] < alive[b] => alive'[b] = alive[b] - 1
  /\ returning'[b] < returning[b] => returning'[b] = returning[b] - 1]_vars

\* R13: a stop is for good, takes all read locks, and leaves the order of what is there.  What is in use then
\* changes with what is there, or when all of it goes.
EndProp == [][
  /\ ended /\ used' # used => lru' # lru \/ lru = <<>> \/ returning' # returning \/ reserved' # reserved
  /\ ended => ended'
  /\ Stops => lru = SelectSeq(lru', Resident) /\ \A b \in Blocks, t \in Tasks : readers'[b][t] = 0]_vars
=============================================================================
