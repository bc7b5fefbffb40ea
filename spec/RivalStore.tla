----------------------------- MODULE RivalStore -----------------------------
(***************************************************************************)
(* What the rivals X1 to X4 have in common: one memory mode of Spark 4.2.0 *)
(* with JVM blocks, and an engine's payloads beside them.  Every call is   *)
(* one step, as in EvictionContract; blocks have no owners, one task asks  *)
(* for execution memory, a put of what is there is left out.  The rivals   *)
(* extend this module by what differs: who asks whom for space, and in     *)
(* whose books a payload stands.                                           *)
(*                                                                         *)
(* The engine is as good as it can be: it frees its own least recent       *)
(* payloads, whole ones, none that somebody reads, and no more than needed.*)
(* Where a rule breaks for want of that, a constant of the rival says so.  *)
(*                                                                         *)
(* `outcome` is an observer, as in EvictionContract.  In `order` the places*)
(* of the blocks among themselves are Spark's LRU and those of the payloads*)
(* the engine's own; how the two interleave is seen by R4 alone.           *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Blocks,        \* ids of JVM blocks
  Payloads,      \* ids of the engine's payloads
  Size2, Size3,  \* the ids of two and three units; the others have one
  Max, Region,   \* the mode's maximum and its storage region, in units
  Demands,       \* amounts of execution memory asked for or given back, in units
  Holdable       \* the ids that may be held by a reader: a block lock, or the engine's own pin

Ids     == Blocks \cup Payloads
Size(b) == IF b \in Size3 THEN 3 ELSE IF b \in Size2 THEN 2 ELSE 1

ASSUME /\ Blocks \cap Payloads = {}
       /\ (Size2 \cup Size3 \cup Holdable) \subseteq Ids
       /\ Max \in Nat /\ Region \in 0..Max
       /\ Demands \subseteq Nat \ {0}

VARIABLES
  order,    \* the ids that are live, least recent first, of both kinds
  held,     \* the ids that a reader holds
  freed,    \* [payload -> times that its memory was freed since it came last]
  used,     \* units of storage memory in use, by Spark's books
  pool,     \* units in the storage pool; the rest of the maximum is execution's
  exec,     \* units of execution memory in use
  polled,   \* units of payloads that Spark knows of outside its pools (X3; else 0)
  outcome   \* what the last call returned and did (observer)

vars == <<order, held, freed, used, pool, exec, polled>>
all  == <<order, held, freed, used, pool, exec, polled, outcome>>
View == vars

------------------------------------------------------------------------------
(* Words *)

Range(seq)      == {seq[i] : i \in DOMAIN seq}
Without(seq, b) == SelectSeq(seq, LAMBDA x : x # b)
Only(seq, S)    == SelectSeq(seq, LAMBDA x : x \in S)
Min(x, y)       == IF x < y THEN x ELSE y
AtLeast0(x)     == IF x > 0 THEN x ELSE 0

RECURSIVE SizeOf(_)
SizeOf(S)      == IF S = {} THEN 0
                  ELSE LET b == CHOOSE b \in S : TRUE IN Size(b) + SizeOf(S \ {b})
Live(b)        == b \in Range(order)
LiveOf(S)      == Range(order) \cap S
Before(x, y)   == \E i, j \in DOMAIN order : i < j /\ order[i] = x /\ order[j] = y

------------------------------------------------------------------------------
(* The store as a value: what one call works on before it becomes the next state. *)

Store == [order |-> order, freed |-> freed, used |-> used, pool |-> pool,
          space |-> 0, victims |-> <<>>, granted |-> TRUE]

Free(s)       == s.pool - s.used
Asking(s, n)  == [s EXCEPT !.space = AtLeast0(n)]

\* The least recent of S until they reach the space, or all that there are.
RECURSIVE Oldest(_, _, _)
Oldest(seq, S, space) ==
  IF space <= 0 \/ seq = <<>> THEN <<>>
  ELSE IF Head(seq) \in S
       THEN <<Head(seq)>> \o Oldest(Tail(seq), S, space - Size(Head(seq)))
       ELSE Oldest(Tail(seq), S, space)

\* Some ids leave. What that does to the books is the caller's to say.
Ended(s, gone) ==
  [s EXCEPT !.order = Only(@, Ids \ Range(gone)),
            !.victims = @ \o gone,
            !.freed = [x \in Payloads |-> @[x] + (IF x \in Range(gone) THEN 1 ELSE 0)]]

\* MemoryStore.evictBlocksToFreeSpace: all that is asked, or nothing.
EvictBlocks(s, space) ==
  LET chosen == Oldest(s.order, Blocks \ held, space)
      bytes  == SizeOf(Range(chosen))
  IN IF bytes < space THEN s ELSE [Ended(s, chosen) EXCEPT !.used = @ - bytes]

\* The engine frees of its payloads in S what it can, up to the space. The books don't move.
FreePayloads(s, S, space) == Ended(s, Oldest(s.order, S \ held, space))
FreedBytes(before, after) == SizeOf(Range(before.order) \ Range(after.order))

\* The head of UnifiedMemoryManager.acquireStorageMemory: borrow what execution leaves free.
Borrowing(s, n) ==
  [s EXCEPT !.pool = @ + Min(Max - @ - exec, AtLeast0(n - Free(s)))]

\* The end of StorageMemoryPool.acquireMemory
Granting(s, n) == IF n > Free(s) THEN [s EXCEPT !.granted = FALSE]
                  ELSE [s EXCEPT !.used = @ + n, !.granted = TRUE]

Refused == [Store EXCEPT !.granted = FALSE]

\* What maybeGrowExecutionPool asks the storage pool to shrink by.
ShrinkTarget(n) ==
  LET extra       == n - (Max - pool - exec)
      reclaimable == IF pool - used > pool - Region THEN pool - used ELSE pool - Region
  IN AtLeast0(Min(extra, reclaimable))

\* StorageMemoryPool.freeSpaceToShrinkPool as it is in stock: unused memory, then blocks.
ShrinkPool(s, target) ==
  LET unused  == Min(target, Free(s))
      evicted == EvictBlocks(s, target - unused)
  IN [evicted EXCEPT !.pool = @ - unused - (s.used - evicted.used)]

Said(call, result, amount, space, victims) ==
  outcome' = [call |-> call, result |-> result, amount |-> amount,
              space |-> space, victims |-> victims]

Becomes(s, call, result, amount) ==
  /\ order' = s.order /\ freed' = s.freed /\ used' = s.used /\ pool' = s.pool
  /\ Said(call, result, amount, s.space, s.victims)

Entered(s, b) == [s EXCEPT !.order = Append(@, b),
                           !.freed = IF b \in Payloads THEN [@ EXCEPT ![b] = 0] ELSE @]

PutOf(call, b, s) == IF s.granted THEN Becomes(Entered(s, b), call, "STORED", 0)
                     ELSE Becomes(s, call, "NO_SPACE", 0)

\* ExecutionMemoryPool.acquireMemory for the one task that there is. `unmanaged` comes off the largest
\* size that the pool could have. Left with less than half of the pool the task waits, though alone.
ExecutionOf(call, n, s, unmanaged) ==
  LET most    == AtLeast0(Max - Min(s.used, Region) - unmanaged)
      granted == Min(Min(n, AtLeast0(most - exec)), Max - s.pool - exec)
      waits   == granted < n /\ (exec + granted) * 2 < Max - s.pool
  IN /\ exec' = IF waits THEN exec ELSE exec + granted
     /\ Becomes(s, call, IF waits THEN "WAITS" ELSE "GRANTED", IF waits THEN 0 ELSE granted)

------------------------------------------------------------------------------
(* Actions that are the same for all rivals *)

\* BlockManager.getLocalBytes, or the engine's own look-up
Get(b) ==
  /\ Live(b)
  /\ order' = Append(Without(order, b), b)
  /\ Said(<<"Get", b>>, "HIT", 0, 0, <<>>)
  /\ UNCHANGED <<held, freed, used, pool, exec, polled>>

\* A reader that keeps its block lock, or the engine's pin, beyond the call
Hold(b) ==
  /\ Live(b) /\ b \notin held
  /\ held' = held \cup {b}
  /\ order' = Append(Without(order, b), b)
  /\ Said(<<"Hold", b>>, "HELD", 0, 0, <<>>)
  /\ UNCHANGED <<freed, used, pool, exec, polled>>

LetGo(b) ==
  /\ b \in held
  /\ held' = held \ {b}
  /\ Said(<<"LetGo", b>>, "LET_GO", 0, 0, <<>>)
  /\ UNCHANGED <<order, freed, used, pool, exec, polled>>

\* BlockManager.removeBlock
RemoveBlock(b) ==
  /\ Live(b) /\ b \notin held
  /\ Becomes([Ended(Store, <<b>>) EXCEPT !.used = @ - Size(b)], <<"RemoveBlock", b>>, "REMOVED", 0)
  /\ UNCHANGED <<held, exec, polled>>

\* MemoryManager.releaseExecutionMemory
ReleaseExecution(n) ==
  /\ exec >= n
  /\ exec' = exec - n
  /\ Said(<<"ReleaseExecution", n>>, "RETURNED", n, 0, <<>>)
  /\ UNCHANGED <<order, held, freed, used, pool, polled>>

Init ==
  /\ order = <<>> /\ held = {} /\ freed = [x \in Payloads |-> 0]
  /\ used = 0 /\ pool = Region /\ exec = 0 /\ polled = 0
  /\ outcome = [call |-> <<"Init">>, result |-> "INIT", amount |-> 0, space |-> 0, victims |-> <<>>]

------------------------------------------------------------------------------
(* The rules. R3 is each rival's own, since what `used` means is. *)

TypeOK ==
  /\ order \in Seq(Ids) /\ \A i, j \in DOMAIN order : order[i] = order[j] => i = j
  /\ held \subseteq Holdable /\ held \subseteq Range(order)
  /\ freed \in [Payloads -> Nat]
  /\ {used, pool, exec, polled} \subseteq Nat

Call     == outcome'.call[1]
Target   == outcome'.call[2]
Resulted == outcome'.result
Space    == outcome'.space
Chosen   == Range(outcome'.victims)
Ends     == {"RemoveBlock", "RemovePayload"}

\* Storage pools, and all that is in use, within the maximum.
PoolsAddUp(inUse) ==
  /\ 0 <= used /\ used <= pool /\ pool <= Max
  /\ exec <= Max - pool
  /\ inUse + exec <= Max

\* R4, the choice (EvictionProperties, ExplainedByRecency): for the space that a call asked for it
\* ends the least recent of what nobody holds, whatever the kind, as few as reach it; or, if they
\* can't reach it, none.
R4UnifiedLruProp == [][Call \notin Ends /\ Space > 0 =>
  LET evictable == Range(order) \ held IN
  IF SizeOf(evictable) < Space THEN Chosen = {}
  ELSE /\ Chosen \subseteq evictable
       /\ \A x \in Chosen, y \in evictable \ Chosen : Before(x, y)
       /\ SizeOf(Chosen) >= Space
       /\ \A x \in Chosen : (\A y \in Chosen \ {x} : Before(y, x))
                            => SizeOf(Chosen) - Size(x) < Space]_all

\* R4, the amount (AsksForTheLack): nobody is asked for more than what is lacking when all that is
\* free has been used, of `total` units for everything.
LackingOf(n, total)  == n + exec + SizeOf(Range(order)) - total
AsksForTheLack(total) ==
  /\ Call \in {"PutBlock", "PutPayload"} => Space <= AtLeast0(LackingOf(Size(Target), total))
  /\ Call = "AcquireExecution" => Space <= AtLeast0(LackingOf(Target, total))

\* R4, all or nothing: what is ended is ended for something.
R4NothingInVainProp == [][Resulted = "NO_SPACE" => Chosen = {}]_all

\* R5: a payload is freed exactly once, in the call that ends it, never while it is live or held. No
\* rival gives Spark a payload to release: it is the engine that frees, asked by Spark (X1, X2) or of
\* itself (X3, X4). So the rule says that nothing which Spark does makes a good engine free twice,
\* late, or under a reader.
R5ReleaseInv == \A x \in Payloads : freed[x] <= 1 /\ (Live(x) => freed[x] = 0)

R5ReleaseProp == [][\A x \in Payloads :
  LET leaves == Live(x) /\ x \notin Range(order')
      enters == ~Live(x) /\ x \in Range(order')
  IN /\ leaves => freed'[x] = freed[x] + 1 /\ x \notin held
     /\ enters => freed'[x] = 0
     /\ ~leaves /\ ~enters => freed'[x] = freed[x]
     /\ Cardinality({i \in DOMAIN outcome'.victims : outcome'.victims[i] = x})
          = (IF leaves THEN 1 ELSE 0)]_all
=============================================================================
