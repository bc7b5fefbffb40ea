------------------------ MODULE RivalManagedConsumer ------------------------
(***************************************************************************)
(* X2, managed consumers: SPARK-56918 (apache/spark pull request 55953,    *)
(* closed).  The engine registers consumers of the storage pool; under     *)
(* pressure Spark calls their shrink(n), before it evicts a block, and     *)
(* takes off the books exactly what the answer says.                       *)
(*                                                                         *)
(* `used` is blocks and payloads together.  An ordinary error in shrink    *)
(* counts as 0 bytes, whatever was freed before it, and shrink may not     *)
(* correct that inside: it must not call releaseStorageMemory.  A negative *)
(* answer throws and is left out.                                          *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANTS
  Second,      \* the payloads of consumer 2; the others are consumer 1's
  Throws,      \* consumers whose shrink throws an ordinary error, after it has freed what it could
  Overstates   \* consumers whose shrink says that it freed what was asked, and has freed nothing

Consumers     == {1, 2}
ConsumerOf(x) == IF x \in Second THEN 2 ELSE 1
PayloadsOf(c) == {x \in Payloads : ConsumerOf(x) = c}

ASSUME /\ Second \subseteq Payloads
       /\ Throws \subseteq Consumers /\ Overstates \subseteq Consumers
       /\ Throws \cap Overstates = {}

\* ManagedConsumer.getShrinkableMemoryBytes
Shrinkable(s, c) == SizeOf((Range(s.order) \cap PayloadsOf(c)) \ held)

\* ManagedConsumer.shrink(n)
Shrunk(s, c, n)  == IF c \in Overstates THEN s ELSE FreePayloads(s, PayloadsOf(c), n)
Answer(s, c, n)  == IF c \in Throws THEN 0
                    ELSE IF c \in Overstates THEN n
                    ELSE FreedBytes(s, Shrunk(s, c, n))

\* UnifiedMemoryManager's shrinkExternal: the largest first, until n is met.
RECURSIVE ShrinkExternal(_, _, _)
ShrinkExternal(s, n, asked) ==
  IF n <= 0 \/ asked = {} THEN s
  ELSE LET c == CHOOSE c \in asked : \A d \in asked \ {c} :
                  \/ Shrinkable(s, c) > Shrinkable(s, d)
                  \/ Shrinkable(s, c) = Shrinkable(s, d) /\ c < d
           a == Answer(s, c, n)
       IN ShrinkExternal([Shrunk(s, c, n) EXCEPT !.used = AtLeast0(@ - a)], n - a, asked \ {c})

\* UnifiedMemoryManager.acquireStorageMemory as changed
Acquire(n, asked) ==
  LET start  == Borrowing(Store, n)
      asking == Asking(start, n - Free(start))
      shrunk == ShrinkExternal(asking, asking.space, asked)
  IN IF n > Max - exec THEN Refused
     ELSE Granting(EvictBlocks(shrunk, AtLeast0(n - Free(shrunk))), n)

\* BlockManager.putBytes -> MemoryStore.putBytes; under the monitor
PutBlock(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutBlock", b>>, b, Acquire(Size(b), Consumers))
  /\ UNCHANGED <<held, exec, polled>>

\* A consumer acquires; all but itself are asked to shrink; under the monitor
PutPayload(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutPayload", b>>, b, Acquire(Size(b), Consumers \ {ConsumerOf(b)}))
  /\ UNCHANGED <<held, exec, polled>>

\* The consumer frees of itself and calls releaseStorageMemory, which never goes below 0.
RemovePayload(b) ==
  /\ Live(b) /\ b \notin held
  /\ Becomes([Ended(Store, <<b>>) EXCEPT !.used = AtLeast0(@ - Size(b))],
             <<"RemovePayload", b>>, "REMOVED", 0)
  /\ UNCHANGED <<held, exec, polled>>

\* maybeGrowExecutionPool as changed: the consumers first, then freeSpaceToShrinkPool as it was. The
\* target is computed before the consumers are asked.
AcquireExecution(n) ==
  LET target == ShrinkTarget(n)
      asking == Asking(Store, target - Free(Store))
      shrunk == ShrinkExternal(asking, asking.space, Consumers)
  IN /\ ExecutionOf(<<"AcquireExecution", n>>, n, ShrinkPool(shrunk, target), 0)
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
