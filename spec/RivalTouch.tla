----------------------------- MODULE RivalTouch -----------------------------
(***************************************************************************)
(* Hole 9, recency: the proposal with other answers to the question which  *)
(* pins make a payload the most recent.  A read of a JVM block always does *)
(* (MemoryStore.getValues, getBytes); evictions are the proposal's, over   *)
(* the entries of both kinds.                                              *)
(*                                                                         *)
(* There are two orders here.  `order` is the order of uses, as whoever    *)
(* pins and reads sees it.  `lru` is MemoryStore.entries, the order that   *)
(* an eviction walks through.  With "each" they are one, with "move" once  *)
(* the buffer is drained; otherwise they part.  R4UnifiedLruProp, which    *)
(* speaks of `order`, says whether a user can tell: whether what goes is   *)
(* what was used least recently.                                           *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANTS
  Touch,           \* which pins touch: "never", "each", "some", "scan"; or each, buffered: "walk", "move"
  Every,           \* "some": each so many pins of a payload since its last touch
  Batch1, Batch2   \* "scan": the payloads of a partition; each of the others is one by itself

ASSUME /\ Touch \in {"never", "each", "some", "scan", "walk", "move"}
       /\ Every \in Nat \ {0}
       /\ {Batch1, Batch2} \subseteq Payloads /\ Batch1 # Batch2

VARIABLES
  lru,        \* the ids that are live, least recent first, as the store has them
  untouched,  \* [payload -> pins since its last touch] ("some"; else 0)
  seen,       \* the batches that the scan under way has pinned ("scan"; else none)
  buffer      \* payloads pinned since the last drain, the last pinned last ("walk", "move"; else none)

TouchView == <<vars, lru, untouched, seen, buffer>>

Partition == <<Batch1, Batch2>>

\* A cheaper touch: a pin is noted in a buffer, and the touches are made up for later, in their order,
\* under the monitor: before an eviction walks ("walk"), or before a read or put of another entry
\* moves it as well ("move").
RECURSIVE Drained(_, _)
Drained(seq, pins) ==
  IF pins = <<>> THEN seq ELSE Drained(Append(Without(seq, Head(pins)), Head(pins)), Tail(pins))

Buffered(b) == b \in Payloads /\ Touch \in {"walk", "move"}

\* The entries that a read or pin of b makes most recent, in this order. With "scan" the first pin of
\* a scan touches the whole partition under one hold of the map's lock, and the others touch nothing;
\* a batch that was pinned already begins another scan.
Touches(b) ==
  IF b \in Blocks THEN <<b>>
  ELSE IF Touch = "never" \/ Buffered(b) THEN <<>>
  ELSE IF Touch = "each" THEN <<b>>
  ELSE IF Touch = "some" THEN (IF untouched[b] + 1 = Every THEN <<b>> ELSE <<>>)
  ELSE IF b \notin Range(Partition) THEN <<b>>
  ELSE IF seen = {} \/ b \in seen THEN Only(Partition, Range(lru))
  ELSE <<>>

Used(b) ==
  \E t \in {Touches(b)} :
     LET drains == Touch = "move" /\ ~Buffered(b)
         base   == IF drains THEN Drained(lru, buffer) ELSE lru
     IN
     /\ order' = Append(Without(order, b), b)
     /\ lru' = Only(base, Ids \ Range(t)) \o t
     /\ buffer' = IF Buffered(b) THEN Append(Without(buffer, b), b)
                  ELSE IF drains THEN <<>> ELSE buffer
     /\ untouched' = IF b \in Payloads /\ Touch = "some"
                     THEN [untouched EXCEPT ![b] = IF t = <<>> THEN @ + 1 ELSE 0]
                     ELSE untouched
     /\ seen' = IF Touch # "scan" \/ b \notin Range(Partition) THEN seen
                ELSE IF t = <<>> THEN seen \cup {b} ELSE {b}

\* What is left when some have gone: an entry's pins are forgotten with it. Whoever asked for space has
\* walked, and drained the buffer before.
Counted(s) == [x \in Payloads |-> IF x \in Range(s.order) THEN untouched[x] ELSE 0]
Left(s, drained) ==
  /\ buffer' = IF drained THEN <<>> ELSE Only(buffer, Range(s.order))
  /\ untouched' = Counted(s)
Base(s, drained) == Only(IF drained THEN Drained(lru, buffer) ELSE lru, Range(s.order))
Remain(s) == lru' = Base(s, s.space > 0) /\ Left(s, s.space > 0)

\* MemoryStore.evictBlocksToFreeSpace, over entries of both kinds: all that is asked, or nothing.
Evict(s, space) ==
  LET chosen == Oldest(Drained(lru, buffer), Ids \ held, space)
      units  == SizeOf(Range(chosen))
  IN IF units < space THEN s ELSE [Ended(s, chosen) EXCEPT !.used = @ - units]

\* UnifiedMemoryManager.acquireStorageMemory
Acquire(n) ==
  LET start  == Borrowing(Store, n)
      asking == Asking(start, n - Free(start))
  IN IF n > Max - exec THEN Refused ELSE Granting(Evict(asking, asking.space), n)

Put(call, b) ==
  \E s \in {Acquire(Size(b))} :
     LET drained == s.space > 0 \/ (Touch = "move" /\ s.granted)
     IN /\ PutOf(call, b, s)
        /\ lru' = IF s.granted THEN Append(Base(s, drained), b) ELSE Base(s, drained)
        /\ Left(s, drained)

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
  /\ UNCHANGED <<order, freed, used, pool, exec, polled, lru, untouched, seen, buffer>>

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
  /\ UNCHANGED <<order, held, freed, used, pool, polled, lru, untouched, seen, buffer>>

TouchInit == /\ Init
             /\ lru = <<>> /\ untouched = [x \in Payloads |-> 0] /\ seen = {} /\ buffer = <<>>

Next ==
  \/ \E b \in Blocks : PutBlock(b)
  \/ \E b \in Payloads : PutPayload(b)
  \/ \E b \in Ids : Use(b)
  \/ \E b \in Holdable : UseAndHold(b)
  \/ \E b \in Holdable : Leave(b)
  \/ \E b \in Ids : Remove(b)
  \/ \E n \in Demands : AcquireExecution(n)
  \/ \E n \in Demands : GiveExecution(n)

Spec == TouchInit /\ [][Next]_<<all, lru, untouched, seen, buffer>>

TouchTypeOK ==
  /\ TypeOK
  /\ Range(lru) = Range(order) /\ Len(lru) = Len(order)
  /\ untouched \in [Payloads -> 0..(Every - 1)]
  /\ seen \subseteq {Batch1, Batch2}
  /\ Range(buffer) \subseteq LiveOf(Payloads) /\ Len(buffer) = Cardinality(Range(buffer))

R3AccountingInv == /\ used = SizeOf(Range(order))
                   /\ PoolsAddUp(SizeOf(Range(order)))

R4LackProp == [][AsksForTheLack(Max)]_all

\* The store's order is the order of uses, with what it has still to make up for.
R4OneOrderInv == Drained(lru, buffer) = order

\* Whatever the policy, JVM blocks keep their order among themselves: R14 for who has native blocks.
R4JvmOrderInv == Only(lru, Blocks) = Only(order, Blocks)
=============================================================================
