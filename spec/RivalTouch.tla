----------------------------- MODULE RivalTouch -----------------------------
(***************************************************************************)
(* Hole 9, recency: the proposal with other answers to the question which  *)
(* pins make a payload the most recent.  A read of a JVM block always does *)
(* (MemoryStore.getValues, getBytes); evictions are the proposal's, over   *)
(* the entries of both kinds.                                              *)
(*                                                                         *)
(* There are two orders here.  `order` is the order of uses, as whoever    *)
(* pins and reads sees it.  `lru` is MemoryStore.entries, the order that   *)
(* an eviction walks through.  With "each" they are one; otherwise they    *)
(* part, and R4UnifiedLruProp, which speaks of `order`, says whether a     *)
(* user can tell: whether what goes is what was used least recently.       *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANTS
  Touch,           \* which pins touch: "never", "each", "some", "scan"
  Every,           \* "some": each so many pins of a payload since its last touch
  Batch1, Batch2   \* "scan": the payloads of a partition; each of the others is one by itself

ASSUME /\ Touch \in {"never", "each", "some", "scan"}
       /\ Every \in Nat \ {0}
       /\ {Batch1, Batch2} \subseteq Payloads /\ Batch1 # Batch2

VARIABLES
  lru,        \* the ids that are live, least recent first, as the store has them
  untouched,  \* [payload -> pins since its last touch] ("some"; else 0)
  seen        \* the batches that the scan under way has pinned ("scan"; else none)

TouchView == <<vars, lru, untouched, seen>>

Partition == <<Batch1, Batch2>>

\* The entries that a read or pin of b makes most recent, in this order. With "scan" the first pin of
\* a scan touches the whole partition under one hold of the map's lock, and the others touch nothing;
\* a batch that was pinned already begins another scan.
Touches(b) ==
  IF b \in Blocks THEN <<b>>
  ELSE IF Touch = "never" THEN <<>>
  ELSE IF Touch = "each" THEN <<b>>
  ELSE IF Touch = "some" THEN (IF untouched[b] + 1 = Every THEN <<b>> ELSE <<>>)
  ELSE IF b \notin Range(Partition) THEN <<b>>
  ELSE IF seen = {} \/ b \in seen THEN Only(Partition, Range(lru))
  ELSE <<>>

Used(b) ==
  \E t \in {Touches(b)} :
     /\ order' = Append(Without(order, b), b)
     /\ lru' = Only(lru, Ids \ Range(t)) \o t
     /\ untouched' = IF b \in Payloads /\ Touch = "some"
                     THEN [untouched EXCEPT ![b] = IF t = <<>> THEN @ + 1 ELSE 0]
                     ELSE untouched
     /\ seen' = IF Touch # "scan" \/ b \notin Range(Partition) THEN seen
                ELSE IF t = <<>> THEN seen \cup {b} ELSE {b}

\* What is left when some have gone: an entry's pins are forgotten with it.
Counted(s) == [x \in Payloads |-> IF x \in Range(s.order) THEN untouched[x] ELSE 0]
Remain(s)  == lru' = Only(lru, Range(s.order)) /\ untouched' = Counted(s)

\* MemoryStore.evictBlocksToFreeSpace, over entries of both kinds: all that is asked, or nothing.
Evict(s, space) ==
  LET chosen == Oldest(lru, Ids \ held, space)
      units  == SizeOf(Range(chosen))
  IN IF units < space THEN s ELSE [Ended(s, chosen) EXCEPT !.used = @ - units]

\* UnifiedMemoryManager.acquireStorageMemory
Acquire(n) ==
  LET start  == Borrowing(Store, n)
      asking == Asking(start, n - Free(start))
  IN IF n > Max - exec THEN Refused ELSE Granting(Evict(asking, asking.space), n)

Put(call, b) ==
  \E s \in {Acquire(Size(b))} :
     /\ PutOf(call, b, s)
     /\ IF s.granted
        THEN /\ lru' = Append(Only(lru, Range(s.order)), b)
             /\ untouched' = Counted(s)
        ELSE UNCHANGED <<lru, untouched>>

\* BlockManager.putBytes -> MemoryStore.putBytes; under the monitor
PutBlock(b) ==
  /\ ~Live(b)
  /\ Put(<<"PutBlock", b>>, b)
  /\ UNCHANGED <<held, exec, polled, seen>>

\* BlockManager.putNative (ours); under the monitor
PutPayload(b) ==
  /\ ~Live(b)
  /\ Put(<<"PutPayload", b>>, b)
  /\ UNCHANGED <<held, exec, polled, seen>>

\* BlockManager.getLocalBytes, or pinNative (ours) and the pin's close; under the lock of the entries
Use(b) ==
  /\ Live(b)
  /\ Used(b)
  /\ Said(<<"Use", b>>, "HIT", 0, 0, <<>>)
  /\ UNCHANGED <<held, freed, used, pool, exec, polled>>

\* A reader that keeps its block lock, or its pin, beyond the call
UseAndHold(b) ==
  /\ Live(b) /\ b \notin held
  /\ held' = held \cup {b}
  /\ Used(b)
  /\ Said(<<"UseAndHold", b>>, "HELD", 0, 0, <<>>)
  /\ UNCHANGED <<freed, used, pool, exec, polled>>

Leave(b) ==
  /\ b \in held
  /\ held' = held \ {b}
  /\ Said(<<"Leave", b>>, "LET_GO", 0, 0, <<>>)
  /\ UNCHANGED <<order, freed, used, pool, exec, polled, lru, untouched, seen>>

\* BlockManager.removeBlock, removeNative (ours)
Remove(b) ==
  /\ Live(b) /\ b \notin held
  /\ \E s \in {[Ended(Store, <<b>>) EXCEPT !.used = @ - Size(b)]} :
        Becomes(s, <<"Remove", b>>, "REMOVED", 0) /\ Remain(s)
  /\ UNCHANGED <<held, exec, polled, seen>>

\* maybeGrowExecutionPool, then ExecutionMemoryPool.acquireMemory
AcquireExecution(n) ==
  LET target == ShrinkTarget(n)
      unused == Min(target, Free(Store))
      asking == Asking(Store, target - unused)
  IN /\ \E e \in {Evict(asking, target - unused)} :
          /\ ExecutionOf(<<"AcquireExecution", n>>, n,
                         [e EXCEPT !.pool = @ - unused - (used - e.used)], 0)
          /\ Remain(e)
     /\ UNCHANGED <<held, polled, seen>>

\* MemoryManager.releaseExecutionMemory
GiveExecution(n) ==
  /\ exec >= n
  /\ exec' = exec - n
  /\ Said(<<"GiveExecution", n>>, "RETURNED", n, 0, <<>>)
  /\ UNCHANGED <<order, held, freed, used, pool, polled, lru, untouched, seen>>

TouchInit == Init /\ lru = <<>> /\ untouched = [x \in Payloads |-> 0] /\ seen = {}

Next ==
  \/ \E b \in Blocks : PutBlock(b)
  \/ \E b \in Payloads : PutPayload(b)
  \/ \E b \in Ids : Use(b)
  \/ \E b \in Holdable : UseAndHold(b)
  \/ \E b \in Holdable : Leave(b)
  \/ \E b \in Ids : Remove(b)
  \/ \E n \in Demands : AcquireExecution(n)
  \/ \E n \in Demands : GiveExecution(n)

Spec == TouchInit /\ [][Next]_<<all, lru, untouched, seen>>

TouchTypeOK ==
  /\ TypeOK
  /\ Range(lru) = Range(order) /\ Len(lru) = Len(order)
  /\ untouched \in [Payloads -> 0..(Every - 1)]
  /\ seen \subseteq {Batch1, Batch2}

R3AccountingInv == /\ used = SizeOf(Range(order))
                   /\ PoolsAddUp(SizeOf(Range(order)))

R4LackProp == [][AsksForTheLack(Max)]_all

\* The store's order is the order of uses.
R4OneOrderInv == lru = order

\* Whatever the policy, JVM blocks keep their order among themselves: R14 for who has native blocks.
R4JvmOrderInv == Only(lru, Blocks) = Only(order, Blocks)
=============================================================================
