----------------------- MODULE RivalUnmanagedConsumer -----------------------
(***************************************************************************)
(* X3, unmanaged consumers: SPARK-53001, in Spark since 4.1.0.  The engine *)
(* takes and frees memory without a word; Spark polls how much it has,     *)
(* and takes that off the limit above which a put is refused and off the   *)
(* largest size of the execution pool.  It can't ask for anything back.    *)
(*                                                                         *)
(* `used` is the blocks alone; `polled` is what Spark knows of the         *)
(* payloads.  R3 asks that everything in use stays within the maximum,     *)
(* since that is what polling is for, and of the poll that it be right.    *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANTS
  ExternalMax,  \* what the engine's own allocator allows it, in units
  PolledAtOnce  \* polling is always up to date; else a poll is a step of its own

ASSUME ExternalMax \in 0..Max /\ PolledAtOnce \in BOOLEAN

\* UnifiedMemoryManager.acquireStorageMemory: the poll counts in the check at the head alone.
Acquire(n) ==
  LET start  == Borrowing(Store, n)
      asking == Asking(start, n - Free(start))
  IN IF n > AtLeast0(Max - exec - polled) THEN Refused
     ELSE Granting(EvictBlocks(asking, asking.space), n)

\* BlockManager.putBytes -> MemoryStore.putBytes; under the monitor
PutBlock(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutBlock", b>>, b, Acquire(Size(b)))
  /\ UNCHANGED <<held, exec, polled>>

Repolled(s) == polled' = IF PolledAtOnce THEN SizeOf(Range(s.order) \cap Payloads) ELSE polled

\* No call on Spark: the engine takes the memory from its allocator.
PutPayload(b) ==
  /\ ~Live(b)
  /\ SizeOf(LiveOf(Payloads)) + Size(b) <= ExternalMax
  /\ Becomes(Entered(Store, b), <<"PutPayload", b>>, "STORED", 0)
  /\ Repolled(Entered(Store, b))
  /\ UNCHANGED <<held, exec>>

RemovePayload(b) ==
  /\ Live(b) /\ b \notin held
  /\ Becomes(Ended(Store, <<b>>), <<"RemovePayload", b>>, "REMOVED", 0)
  /\ Repolled(Ended(Store, <<b>>))
  /\ UNCHANGED <<held, exec>>

\* UnifiedMemoryManager.pollUnmanagedMemoryUsers, on a thread of its own
Poll ==
  /\ ~PolledAtOnce
  /\ polled' = SizeOf(LiveOf(Payloads))
  /\ Said(<<"Poll">>, "POLLED", polled', 0, <<>>)
  /\ UNCHANGED <<order, held, freed, used, pool, exec>>

AcquireExecution(n) ==
  LET target == ShrinkTarget(n)
      asking == Asking(Store, target - Free(Store))
  IN /\ ExecutionOf(<<"AcquireExecution", n>>, n, ShrinkPool(asking, target), polled)
     /\ UNCHANGED <<held, polled>>

Next ==
  \/ \E b \in Blocks : PutBlock(b)
  \/ \E b \in Payloads : PutPayload(b)
  \/ \E b \in Ids : Get(b)
  \/ \E b \in Holdable : Hold(b)
  \/ \E b \in Holdable : LetGo(b)
  \/ \E b \in Blocks : RemoveBlock(b)
  \/ \E b \in Payloads : RemovePayload(b)
  \/ Poll
  \/ \E n \in Demands : AcquireExecution(n)
  \/ \E n \in Demands : ReleaseExecution(n)

Spec == Init /\ [][Next]_all

R3AccountingInv == /\ used = SizeOf(LiveOf(Blocks))
                   /\ PoolsAddUp(SizeOf(Range(order)))

\* The half of R3 that Spark's own pools keep, payloads left aside
R3PoolsInv == /\ used = SizeOf(LiveOf(Blocks))
              /\ PoolsAddUp(used)

R3PolledInv == polled = SizeOf(LiveOf(Payloads))

\* What Spark itself grants stays within the maximum, beside payloads that it knows of: those who
\* take memory without asking can't be held against it, so this is about its own steps.
R3GrantProp == [][
  (R3PolledInv /\ \/ Call = "PutBlock" /\ Resulted = "STORED"
                  \/ Call = "AcquireExecution" /\ outcome'.amount > 0)
  => SizeOf(Range(order')) + exec' <= Max]_all

R4LackProp == [][AsksForTheLack(Max)]_all

\* The one task there is waits for memory that nobody has and nobody will give back.
NeverWaitsAlone == [][Resulted # "WAITS"]_all
=============================================================================
