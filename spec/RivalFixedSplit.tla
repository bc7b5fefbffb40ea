-------------------------- MODULE RivalFixedSplit --------------------------
(***************************************************************************)
(* X4, a fixed split: what users do today.  The memory is divided up front *)
(* into Spark's part (Max) and the engine's (ExternalMax); neither asks    *)
(* the other.  The engine makes room by its own LRU, all or nothing, like  *)
(* Spark.                                                                  *)
(*                                                                         *)
(* `used` is the blocks alone; the engine's part has its own account,      *)
(* which is the payloads themselves.  R3 is about both parts.              *)
(***************************************************************************)
EXTENDS RivalStore

CONSTANT ExternalMax  \* the engine's part, in units

ASSUME ExternalMax \in Nat

Acquire(n) ==
  LET start  == Borrowing(Store, n)
      asking == Asking(start, n - Free(start))
  IN IF n > Max - exec THEN Refused ELSE Granting(EvictBlocks(asking, asking.space), n)

\* BlockManager.putBytes -> MemoryStore.putBytes; under the monitor
PutBlock(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutBlock", b>>, b, Acquire(Size(b)))
  /\ UNCHANGED <<held, exec, polled>>

\* The engine's own cache; Spark hears nothing.
EnginePut(n) ==
  LET asking == Asking(Store, n - (ExternalMax - SizeOf(LiveOf(Payloads))))
      after  == FreePayloads(asking, Payloads, asking.space)
  IN IF FreedBytes(asking, after) >= asking.space THEN after ELSE [asking EXCEPT !.granted = FALSE]

PutPayload(b) ==
  /\ ~Live(b)
  /\ PutOf(<<"PutPayload", b>>, b, EnginePut(Size(b)))
  /\ UNCHANGED <<held, exec, polled>>

RemovePayload(b) ==
  /\ Live(b) /\ b \notin held
  /\ Becomes(Ended(Store, <<b>>), <<"RemovePayload", b>>, "REMOVED", 0)
  /\ UNCHANGED <<held, exec, polled>>

AcquireExecution(n) ==
  LET target == ShrinkTarget(n)
      asking == Asking(Store, target - Free(Store))
  IN /\ ExecutionOf(<<"AcquireExecution", n>>, n, ShrinkPool(asking, target), 0)
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

R3AccountingInv == /\ used = SizeOf(LiveOf(Blocks))
                   /\ SizeOf(LiveOf(Payloads)) <= ExternalMax
                   /\ PoolsAddUp(used)

R4LackProp == [][AsksForTheLack(Max + ExternalMax)]_all
=============================================================================
