----------------------------- MODULE MemoryStore -----------------------------
(***************************************************************************)
(* Unified storage eviction at lock level: a step is what a thread does    *)
(* under one hold of one lock (docs/spec-map.md names method and lock).    *)
(* Between two steps of a call any other thread may take its own.          *)
(* Here are the calls; what runs inside them is in MemoryStoreEviction.    *)
(* Source: Spark 4.2.0's BlockManager, MemoryStore, BlockInfoManager and   *)
(* UnifiedMemoryManager with our patch, and the contract's rules.          *)
(***************************************************************************)
EXTENDS MemoryStoreEviction

\* Calls begin on an idle thread while the block manager runs.
Begins(t) == ~ended /\ Idle(t)

------------------------------------------------------------------------------
(* The engine's lock (R8) *)

TakeEngineLock(t) ==
  /\ t \in EngineLockers /\ Begins(t) /\ engine = Nobody
  /\ engine' = t
  /\ stack' = With(t, <<Frame("engine", "held", NoBlock)>>)
  /\ UNCHANGED <<lru, info, readers, alive, used, pool, exec, owner, depth, scanning, queue, ended>>

LeaveEngineLock(t) ==
  /\ In(t, "engine", "held")
  /\ engine' = Nobody
  /\ stack' = With(t, Tail(stack[t]))
  /\ UNCHANGED <<lru, info, readers, alive, used, pool, exec, owner, depth, scanning, queue, ended>>

------------------------------------------------------------------------------
(* Puts: BlockManager.putNative (ours) and putBytes *)

\* BlockInfoManager.lockNewBlockForWriting.  If there is an info the put ends DUPLICATE: no step.
BeginPut(t, b) ==
  /\ t \in Putters /\ info[b] = Absent /\ ~ended
  /\ IF t \in EngineLockers /\ b \in Native THEN In(t, "engine", "held") ELSE Idle(t)
  /\ info' = [info EXCEPT ![b] = t]
  /\ stack' = With(t, Push(stack[t], Frame("put", "monitor", b)))
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

Refused(t) ==
  /\ stack' = With(t, Goto(Told(stack[t]), "forget"))
  /\ UNCHANGED <<lru, alive, used>>

\* The put has its bytes.  A native entry is added before the monitor is left.  One that is put over
\* another is in lru twice here; in the store, the other one's payload is lost.
Reserved(t) ==
  LET b == Top(t).b
  IN /\ used' = used + Size(b)
     /\ IF b \in Native
        THEN /\ lru' = Append(lru, b)
             /\ alive' = [alive EXCEPT ![b] = @ + 1]
             /\ stack' = With(t, Goto(Told(stack[t]), "unlock"))
        ELSE /\ stack' = With(t, Goto(Told(stack[t]), "add"))
             /\ UNCHANGED <<lru, alive>>

Clearing == \E t \in Threads : \E i \in DOMAIN stack[t] :
              stack[t][i].call \in {"stop", "clear"} /\ stack[t][i].at \in {"drain", "await"}

\* UnifiedMemoryManager.acquireStorageMemory, as far as the eviction if one is needed
PutAcquires(t) ==
  /\ In(t, "put", "monitor") /\ CanEnter(t)
  /\ LET b         == Top(t).b
         n         == Size(b)
         available == StorageMax - ExecutionUsed
         free      == pool - used
         borrowed  == IF n > free THEN Min(available - pool, n - free) ELSE 0
         lacking   == AtLeast0(n - free - borrowed)
         closed    == /\ b \in Native
                      /\ \/ Clearing
                         \/ (info[b] # t \/ ~TasksKnown) /\ Keeps("InfoAtPut")
                         \/ Resident(b) /\ Keeps("EntryAtPut")
     IN IF closed \/ n > available
        THEN Refused(t) /\ Stay /\ UNCHANGED <<pool, scanning>>
        ELSE /\ pool' = pool + borrowed
             /\ IF lacking = 0
                THEN Reserved(t) /\ Stay /\ UNCHANGED scanning
                ELSE Scan(t, b, lacking, 0) /\ Enter(t) /\ UNCHANGED <<lru, alive, used>>
  /\ UNCHANGED <<info, readers, exec, engine, queue, ended>>

\* StorageMemoryPool.acquireMemory after its eviction.  Nobody looks for the entry again: a release in it
\* can put the same block only when a stop has forgotten the infos, and then the eviction fails
\* (ForgetVictim).
PutReacquires(t) ==
  /\ In(t, "put", "evicted")
  /\ IF Top(t).failed \/ Size(Top(t).b) > pool - used THEN Refused(t) ELSE Reserved(t)
  /\ Leave(t)
  /\ UNCHANGED <<info, readers, pool, exec, scanning, engine, queue, ended>>

\* MemoryStore.putBytes adds the entry when it has left the monitor.
AddEntry(t) ==
  /\ In(t, "put", "add") /\ scanning = Nobody
  /\ lru' = Append(lru, Top(t).b)
  /\ stack' = With(t, Goto(stack[t], "unlock"))
  /\ Stay /\ Same
  /\ UNCHANGED <<info, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.unlock: STORED
PutUnlocks(t) ==
  /\ In(t, "put", "unlock")
  /\ info' = GivesBack(t, Top(t).b, Nobody)
  /\ stack' = Woken(With(t, Tail(stack[t])), Top(t).b)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.removeBlock: NO_SPACE, or an error
PutForgets(t) ==
  /\ In(t, "put", "forget")
  /\ info' = GivesBack(t, Top(t).b, Absent)
  /\ stack' = Woken(With(t, Tail(stack[t])), Top(t).b)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

------------------------------------------------------------------------------
(* Reads and pins *)

BeginRead(t, b) ==
  /\ t \in Readers /\ Begins(t) /\ info[b] # Absent /\ readers[b][t] < LocksMax
  /\ stack' = With(t, <<Frame("read", "lock", b)>>)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.lockForReading; without a pin (hole 2) a look at the info alone
ReadLocks(t) ==
  /\ In(t, "read", "lock")
  /\ LET b == Top(t).b
         pins == Keeps("PinToScan") \/ b \notin Native
     IN IF info[b] = Absent
        THEN stack' = With(t, Tail(stack[t])) /\ UNCHANGED readers
        ELSE IF pins /\ info[b] # Nobody
        THEN stack' = With(t, Goto(stack[t], "asleep")) /\ UNCHANGED readers
        ELSE /\ readers' = IF pins THEN [readers EXCEPT ![b][t] = @ + 1] ELSE readers
             /\ stack' = With(t, Goto(stack[t], "touch"))
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, used, pool, exec, scanning, queue>>

\* MemoryStore.getBytes, getValues, or the pin's look: under the lock of `entries`.  The reader
\* keeps its lock; a scan without a pin reads on.  Who finds nothing gives the lock back, in the same
\* step: the entry can't come while its block is locked.
Touch(t) ==
  /\ In(t, "read", "touch") /\ scanning = Nobody
  /\ LET b == Top(t).b
         unpinned == b \in Native /\ ~Keeps("PinToScan")
     IN IF Resident(b)
        THEN /\ lru' = Append(Less(lru, b), b)
             /\ stack' = With(t, IF unpinned THEN Goto(stack[t], "scan") ELSE Tail(stack[t]))
             /\ UNCHANGED readers
        ELSE IF unpinned
        THEN stack' = With(t, Tail(stack[t])) /\ UNCHANGED <<lru, readers>>
        ELSE /\ readers' = [readers EXCEPT ![b][t] = AtLeast0(@ - 1)]
             /\ stack' = Woken(With(t, Tail(stack[t])), b)
             /\ UNCHANGED lru
  /\ Stay /\ Same
  /\ UNCHANGED <<info, used, pool, exec, scanning, queue>>

\* Hole 2: the scan ends.
EndScan(t) ==
  /\ In(t, "read", "scan")
  /\ stack' = With(t, Tail(stack[t]))
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.unlock, or a pin's close
Unlock(t, b) ==
  /\ Idle(t) /\ readers[b][t] > 0
  /\ readers' = [readers EXCEPT ![b][t] = @ - 1]
  /\ stack' = Woken(stack, b)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, used, pool, exec, scanning, queue>>

------------------------------------------------------------------------------
(* Removal: BlockManager.removeBlock *)

\* A removal waits for the block's readers.  So whoever removes a block must hold nothing that one of
\* them may wait for: no lock of this block or another, no execution memory.
HoldsNothing(t) == exec[t] = Inactive /\ \A b \in Blocks : readers[b][t] = 0

BeginRemove(t, b) ==
  /\ t \in Removers /\ Begins(t) /\ info[b] # Absent
  /\ Keeps("RemoveFirst") => HoldsNothing(t)
  /\ stack' = With(t, <<Frame("remove", "lock", b)>>)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.lockForWriting
RemoveLocks(t) ==
  /\ In(t, "remove", "lock")
  /\ LET b == Top(t).b
         gives == InRelease(t) /\ Keeps("NoWaitInRelease")
     IN IF Lockable(b)
        THEN info' = [info EXCEPT ![b] = t] /\ stack' = With(t, Goto(stack[t], "monitor"))
        ELSE /\ stack' = With(t, IF info[b] = Absent \/ gives THEN Tail(stack[t])
                                 ELSE Goto(stack[t], "asleep"))
             /\ UNCHANGED info
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

\* MemoryStore.remove; under the monitor until a native block's release has ended
RemoveDrops(t) ==
  /\ In(t, "remove", "monitor") /\ CanEnter(t)
  /\ LET b    == Top(t).b
         next == Goto(stack[t], "forget")
     IN IF ~Resident(b)
        THEN stack' = With(t, next) /\ Stay /\ UNCHANGED <<lru, used, alive, queue>>
        ELSE IF b \notin Native THEN Dropped(b) /\ stack' = With(t, next) /\ Stay
        ELSE IF DeferredRelease THEN Queued(b) /\ stack' = With(t, next) /\ Stay
        ELSE Leaving(t, b, next) /\ Enter(t) /\ UNCHANGED queue
  /\ UNCHANGED <<info, readers, pool, exec, scanning, engine, ended>>

\* BlockInfoManager.removeBlock
RemoveForgets(t) ==
  /\ In(t, "remove", "forget")
  /\ info' = GivesBack(t, Top(t).b, Absent)
  /\ stack' = Woken(With(t, Tail(stack[t])), Top(t).b)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

------------------------------------------------------------------------------
(* Execution memory: UnifiedMemoryManager.acquireExecutionMemory *)

BeginAsk(t) ==
  /\ t \in Askers /\ Begins(t) /\ exec[t] = Inactive
  /\ stack' = With(t, <<Frame("ask", "lock", NoBlock)>>)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

\* ExecutionMemoryPool.acquireMemory decides, with the pool boundary where it then is: the task
\* is granted something, or sleeps until memory comes back, which leaves the monitor.
Decided(t, held, p) ==   \* p: the storage pool
  LET active  == Cardinality({u \in Tasks : exec[u] # Inactive} \cup {t})
      largest == StorageMax - Min(used, Region)
      free    == StorageMax - p - ExecutionUsed
      granted == Min(Min(Demand, AtLeast0((largest \div active) - held)), free)
      waits   == granted < Demand /\ (held + granted) * 2 * active < StorageMax - p
  IN /\ exec' = [exec EXCEPT ![t] = IF waits THEN held ELSE held + granted]
     /\ stack' = With(t, IF waits THEN Goto(Told(stack[t]), "asleep") ELSE Tail(stack[t]))

\* ... as far as the eviction if one is needed
GrowExecution(t) ==
  /\ In(t, "ask", "lock") /\ CanEnter(t)
  /\ LET held        == AtLeast0(exec[t])
         extra       == Demand - (StorageMax - pool - ExecutionUsed)
         free        == pool - used
         reclaimable == IF free > pool - Region THEN free ELSE pool - Region
         target      == IF extra > 0 /\ reclaimable > 0 THEN Min(extra, reclaimable) ELSE 0
     IN IF target > free
        THEN /\ exec' = [exec EXCEPT ![t] = held]
             /\ Scan(t, NoBlock, target - free, free)
             /\ Enter(t) /\ UNCHANGED pool
        ELSE /\ pool' = pool - target
             /\ Decided(t, held, pool - target)
             /\ Stay /\ UNCHANGED scanning
  /\ Same
  /\ UNCHANGED <<lru, info, readers, used, queue>>

\* ... after it: all that is free then moves.  An error leaves the boundary where it was.
TakeExecution(t) ==
  /\ In(t, "ask", "evicted")
  /\ IF Top(t).failed
     THEN stack' = With(t, Tail(stack[t])) /\ UNCHANGED <<pool, exec>>
     ELSE LET left == IF Keeps("Remeasure") THEN used ELSE pool - Top(t).n
          IN IF left < used     \* MemoryPool.decrementPoolSize requires it
             THEN stack' = With(t, Tail(stack[t])) /\ UNCHANGED <<pool, exec>>
             ELSE pool' = left /\ Decided(t, exec[t], left)
  /\ Leave(t) /\ Same
  /\ UNCHANGED <<lru, info, readers, used, scanning, queue>>

\* MemoryManager.releaseExecutionMemory
GiveExecution(t) ==
  /\ Idle(t) /\ exec[t] # Inactive /\ CanEnter(t)
  /\ exec' = [exec EXCEPT ![t] = Inactive]
  /\ stack' = Woken(stack, NoBlock)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, scanning, queue>>

------------------------------------------------------------------------------
(* The end of a task attempt, and of the store *)

BeginEnd(t) ==
  /\ t \in Enders /\ Begins(t)
  /\ exec[t] # Inactive \/ \E b \in Blocks : readers[b][t] > 0
  /\ stack' = With(t, <<Frame("end", "locks", NoBlock)>>)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

\* BlockInfoManager.releaseAllLocksForTask, block by block
EndUnlocks(t, b) ==
  /\ In(t, "end", "locks") /\ readers[b][t] > 0
  /\ readers' = [readers EXCEPT ![b][t] = 0]
  /\ stack' = Woken(stack, b)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, used, pool, exec, scanning, queue>>

\* MemoryManager.releaseAllExecutionMemoryForTask
EndGives(t) ==
  /\ In(t, "end", "locks") /\ \A b \in Blocks : readers[b][t] = 0
  /\ CanEnter(t)
  /\ exec' = [exec EXCEPT ![t] = Inactive]
  /\ stack' = Woken(With(t, Tail(stack[t])), NoBlock)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, scanning, queue>>

\* BlockManager.stop: BlockInfoManager.clear, which is two steps, then MemoryStore.clear (R13).  The
\* alternative waits until nobody holds a block.  No call of a task begins once the infos are forgotten;
\* what a release calls does.
BeginStop(t) ==
  /\ t \in Stoppers /\ Begins(t)
  /\ stack' = With(t, <<Frame("stop", "infos", NoBlock)>>)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

StopForgets(t) ==
  /\ In(t, "stop", "infos")
  /\ Keeps("PinsAtStop") \/ \A b \in Native : Unread(b)
  /\ ended' = TRUE
  /\ info' = [b \in Blocks |-> Absent]
  /\ stack' = WokenAll(With(t, Goto(stack[t], "tasks")))
  /\ Stay
  /\ UNCHANGED <<lru, readers, alive, used, pool, exec, scanning, engine, queue>>

StopForgetsTasks(t) ==
  /\ In(t, "stop", "tasks")
  /\ stack' = With(t, Goto(stack[t], "lock"))
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, queue>>

ClearsAt(t, at) == In(t, "stop", at) \/ In(t, "clear", at)

\* NativeEntries.clear: under the monitor to its end, or with all releases after it
ClearEnters(t) ==
  /\ ClearsAt(t, "lock") /\ CanEnter(t)
  /\ IF DeferredRelease
     THEN /\ stack' = With(t, Instead(stack[t], [Top(t) EXCEPT !.at = "await", !.chosen = Natives(lru)]))
          /\ lru' = SelectSeq(lru, LAMBDA b : b \notin Native)
          /\ Stay
     ELSE stack' = With(t, Goto(stack[t], "drain")) /\ Enter(t) /\ UNCHANGED lru
  /\ Same
  /\ UNCHANGED <<info, readers, used, pool, exec, scanning, queue>>

ClearDrops(t) ==
  /\ ClearsAt(t, "drain") /\ Natives(lru) # <<>>
  /\ Leaving(t, Head(Natives(lru)), stack[t])
  /\ Stay
  /\ UNCHANGED <<info, readers, pool, exec, scanning, engine, queue, ended>>

\* Deferred: what the clear has ended, when the queue is empty
ClearReleases(t) ==
  /\ ClearsAt(t, "await") /\ queue = <<>> /\ Top(t).chosen # <<>> /\ Turn(t)
  /\ LET b == Head(Top(t).chosen)
         next == Instead(stack[t], [Top(t) EXCEPT !.chosen = Tail(@)])
     IN /\ alive' = [alive EXCEPT ![b] = OneLess(@)]
        /\ stack' = With(t, Push(next, Frame("release", "run", b)))
  /\ Stay
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, engine, queue, ended>>

\* Stock clear: entries that are left go, and nothing is in use.
ClearEnds(t) ==
  /\ \/ ClearsAt(t, "drain") /\ Natives(lru) = <<>>
     \/ ClearsAt(t, "await") /\ queue = <<>> /\ Top(t).chosen = <<>> /\ Turn(t) /\ CanEnter(t)
  /\ lru' = <<>>
  /\ used' = 0
  /\ stack' = With(t, Tail(stack[t]))
  /\ IF Top(t).at = "drain" THEN Leave(t) ELSE Stay
  /\ Same
  /\ UNCHANGED <<info, readers, pool, exec, scanning, queue>>

------------------------------------------------------------------------------

Init ==
  /\ lru = <<>>
  /\ info = [b \in Blocks |-> Absent]
  /\ readers = [b \in Blocks |-> [t \in Tasks |-> 0]]
  /\ alive = [b \in Native |-> 0]
  /\ used = 0 /\ pool = Region
  /\ exec = [t \in Tasks |-> Inactive]
  /\ owner = Nobody /\ depth = 0 /\ scanning = Nobody /\ engine = Nobody
  /\ queue = <<>> /\ ended = FALSE
  /\ stack = [t \in Threads |-> <<>>]

\* What a call that has begun goes on with
Goes(t) ==
  \/ LeaveEngineLock(t)
  \/ PutAcquires(t) \/ PutReacquires(t) \/ AddEntry(t) \/ PutUnlocks(t) \/ PutForgets(t)
  \/ TryVictim(t) \/ GiveUp(t) \/ DropVictim(t) \/ ForgetVictim(t)
  \/ ReleaseCalls(t) \/ ReleaseEnds(t) \/ RunQueued(t) \/ ReturnBytes(t)
  \/ ReadLocks(t) \/ Touch(t) \/ EndScan(t)
  \/ RemoveLocks(t) \/ RemoveDrops(t) \/ RemoveForgets(t)
  \/ GrowExecution(t) \/ TakeExecution(t)
  \/ EndGives(t)
  \/ StopForgets(t) \/ StopForgetsTasks(t) \/ ClearEnters(t) \/ ClearDrops(t) \/ ClearReleases(t) \/ ClearEnds(t)

Next ==
  \/ \E t \in Threads : Goes(t)
  \/ \E t \in Tasks : TakeEngineLock(t) \/ BeginAsk(t) \/ GiveExecution(t) \/ BeginEnd(t) \/ BeginStop(t)
  \/ \E t \in Tasks, b \in Blocks :
       BeginPut(t, b) \/ BeginRead(t, b) \/ Unlock(t, b) \/ BeginRemove(t, b) \/ EndUnlocks(t, b)

Spec == Init /\ [][Next]_vars
=============================================================================
