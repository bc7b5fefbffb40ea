--------------------------- MODULE RivalTwoStores ---------------------------
(***************************************************************************)
(* X1, two stores: SPARK-48694 (apache/spark pull request 47067, not       *)
(* merged).  A store of external objects beside MemoryStore shares the     *)
(* storage budget of OFF_HEAP.  Its bytes are acquired by the ordinary     *)
(* storage path; a global boolean says which store gives way first.        *)
(*                                                                         *)
(* `used` is blocks and payloads together.  The external store takes the   *)
(* bytes off the books itself (releaseStorageMemory), inside the call that *)
(* asks it for space: so R3 holds as far as the engine counts well.        *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANTS
  PreferEvictExternal,  \* spark.memory.storage.preferEvictExtCache
  ExternalMax,          \* the bound that spark.memory.external.storageFraction gives, in units
  Unreturned            \* payloads whose bytes the engine does not give back when it is asked for
                        \* space and frees them: it fails between the two

ASSUME /\ PreferEvictExternal \in BOOLEAN /\ ExternalMax \in 0..Max
       /\ Unreturned \subseteq Payloads

\* The external store frees, and gives back what it has freed.
AskExternal(s, space) ==
  LET after == FreePayloads(s, Payloads, space)
      gone  == Range(s.order) \ Range(after.order)
  IN [after EXCEPT !.used = @ - SizeOf(gone \ Unreturned)]

\* UnifiedMemoryManager.acquireStorageMemory, then StorageMemoryPool.acquireMemory as changed
Acquire(n) ==
  LET start  == Borrowing(Store, n)
      need   == AtLeast0(n - Free(start))
      asking == Asking(start, need)
      first  == IF PreferEvictExternal THEN AskExternal(asking, need) ELSE EvictBlocks(asking, need)
      short  == AtLeast0(n - Free(first))
      second == IF PreferEvictExternal THEN EvictBlocks(first, short) ELSE AskExternal(first, short)
  IN IF n > Max - exec THEN Refused ELSE Granting(second, n)

\* BlockManager.putBytes -> MemoryStore.putBytes; under the monitor
PutBlock(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutBlock", b>>, b, Acquire(Size(b)))
  /\ UNCHANGED <<held, exec, polled>>

\* The external store acquires under an id that stands for all of it; under the monitor
PutPayload(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutPayload", b>>, b,
           IF SizeOf(LiveOf(Payloads)) + Size(b) > ExternalMax THEN Refused ELSE Acquire(Size(b)))
  /\ UNCHANGED <<held, exec, polled>>

RemovePayload(b) ==
  /\ Live(b) /\ b \notin held
  /\ Becomes([Ended(Store, <<b>>) EXCEPT !.used = @ - Size(b)], <<"RemovePayload", b>>, "REMOVED", 0)
  /\ UNCHANGED <<held, exec, polled>>

\* StorageMemoryPool.freeSpaceToShrinkPool as changed: if unused memory is not enough, the external
\* store is asked for all of the target, and blocks for nothing; or blocks for the rest, and the
\* external store for nothing. The pool shrinks by all that was freed.
ShrinkChanged(s, target) ==
  LET unused == Min(target, Free(s))
      asking == IF target = unused THEN s
                ELSE Asking(s, IF PreferEvictExternal THEN target ELSE target - unused)
      after  == IF PreferEvictExternal THEN AskExternal(asking, asking.space)
                ELSE EvictBlocks(asking, asking.space)
  IN [after EXCEPT !.pool = @ - unused - (s.used - after.used)]

AcquireExecution(n) ==
  /\ ExecutionOf(<<"AcquireExecution", n>>, n, ShrinkChanged(Store, ShrinkTarget(n)), 0)
  /\ UNCHANGED <<held, polled>>

Next ==
  \/ \E b \in Blocks : PutBlock(b)
  \/ \E b \in Payloads : PutPayload(b)
  \/ \E b \in Ids : Get(b)
  \/ \E b \in Holdable : Hold(b)
  \/ \E b \in Holdable : LetGo(b)
  \/ \E b \in Blocks : RemoveBlock(b)
  \/ \E b \in Payloads : RemovePayload(b)
  \/ \E n \in Demands : AcquireExecution(n)
  \/ \E n \in Demands : ReleaseExecution(n)

Spec == Init /\ [][Next]_all

R3AccountingInv == /\ used = SizeOf(Range(order))
                   /\ PoolsAddUp(SizeOf(Range(order)))

R4LackProp == [][AsksForTheLack(Max)]_all
=============================================================================
