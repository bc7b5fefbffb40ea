-------------------------- MODULE EvictionContract --------------------------
(***************************************************************************)
(* Unified storage eviction at contract level: every call on the store is  *)
(* one step.  Source: the contract's rules R1 to R13 (README, The rules)  *)
(* and, for stock behaviour, Spark 4.2.0 (MemoryStore, BlockInfoManager,   *)
(* UnifiedMemoryManager and the two memory pools).                         *)
(*                                                                         *)
(* Sizes are in units.  On the real store a unit is a fixed number of      *)
(* bytes, so that Spark's integer divisions and ours agree (see the ASSUME *)
(* on execution memory).                                                   *)
(*                                                                         *)
(* The variable `outcome` says what the last call returned and did.  It is *)
(* an observer: no guard reads it, and View hides it, so it adds no state. *)
(* The step properties and the labels of the edges are made from it.       *)
(*                                                                         *)
(* It is one long module on purpose: an action reads from top to bottom    *)
(* with the operators it uses, and the mutation tests edit this one text.  *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Tasks,            \* task attempts: a set 1..n
  Native,           \* ids of native blocks
  Serialized,       \* ids of blocks put as bytes
  Deserialized,     \* ids of blocks put as values, always on heap
  OffHeap,          \* the blocks whose mode is OFF_HEAP; the others are ON_HEAP
  Size2, Size3, Size4,  \* the blocks of two, three, four units; the others have one
  Rdd1, Rdd2,       \* the blocks that RDD 1 or RDD 2 owns; the others have no owner
  ReleaseThrows,    \* native blocks whose release throws an ordinary error
  ReleaseFatal,     \* native blocks whose release throws a fatal error
  DeferredRelease,  \* R8: releases run after the call has left the monitor, not inside it
  OnHeapMax, OnHeapRegion,    \* maximum and storage region of the mode ON_HEAP, in units
  OffHeapMax, OffHeapRegion,  \* the same of OFF_HEAP
  UnrollThreshold,  \* units that unrolling a block reserves first
  UnrollModes,      \* modes in which tasks reserve unroll memory by itself
  ExecutionModes,   \* modes in which tasks ask for execution memory
  Demands,          \* amounts of execution memory asked for or given back, in units
  LocksMax          \* bound: read locks that one task takes on one block

Blocks == Native \cup Serialized \cup Deserialized
Modes  == {"ON_HEAP", "OFF_HEAP"}

NoOwner  == 0
Inactive == -1      \* the task is unknown to a pool of execution memory

Mode(b)   == IF b \in OffHeap THEN "OFF_HEAP" ELSE "ON_HEAP"
Size(b)   == IF b \in Size4 THEN 4 ELSE IF b \in Size3 THEN 3 ELSE IF b \in Size2 THEN 2 ELSE 1
Owner(b)  == IF b \in Rdd1 THEN 1 ELSE IF b \in Rdd2 THEN 2 ELSE NoOwner
Max(m)    == IF m = "ON_HEAP" THEN OnHeapMax ELSE OffHeapMax
Region(m) == IF m = "ON_HEAP" THEN OnHeapRegion ELSE OffHeapRegion

ASSUME /\ Tasks = 1..Cardinality(Tasks) /\ Tasks # {}
       /\ Native \cap (Serialized \cup Deserialized) = {}
       /\ Serialized \cap Deserialized = {}
       /\ (OffHeap \cup Size2 \cup Size3 \cup Size4 \cup Rdd1 \cup Rdd2) \subseteq Blocks
       /\ Deserialized \cap OffHeap = {}
       /\ (ReleaseThrows \cup ReleaseFatal) \subseteq Native
       /\ ReleaseThrows \cap ReleaseFatal = {}
       /\ DeferredRelease \in BOOLEAN
       /\ OnHeapRegion \in 0..(OnHeapMax - 1)     \* Spark wants some execution memory on heap
       /\ OffHeapRegion \in 0..OffHeapMax /\ (OffHeapMax > 0 => OffHeapRegion < OffHeapMax)
       /\ UnrollThreshold \in Nat \ {0} /\ LocksMax \in Nat
       /\ UnrollModes \subseteq Modes /\ ExecutionModes \subseteq Modes
       /\ Demands \subseteq Nat \ {0}

\* A task's share of execution memory is the pool divided by the number of active
\* tasks.  Spark divides bytes and we divide units: the two agree if nothing is left over.
Evenly(n) == \A k \in 1..Cardinality(Tasks) : n % k = 0
ASSUME \A m \in ExecutionModes :
         /\ Evenly(Max(m)) /\ Evenly(Region(m))
         /\ \A b \in Blocks : Mode(b) = m => Evenly(Size(b))
         /\ (m \in UnrollModes \/ (m = "ON_HEAP" /\ Deserialized # {})) => Evenly(UnrollThreshold)

VARIABLES
  lru,       \* the entries' ids, least recent first: the one recency order of R4
  locks,     \* [block -> [task -> read locks held]]; on a native block these are its pins
  releases,  \* [native block -> calls of release for its latest registration]
  used,      \* [mode -> units of storage memory in use]
  pool,      \* [mode -> units in the storage pool]; the rest of the maximum is execution's
  unroll,    \* [mode -> [task -> units of unroll memory]]
  exec,      \* [mode -> [task -> units of execution memory, or Inactive]]
  outcome    \* what the last call returned and did (observer)

vars == <<lru, locks, releases, used, pool, unroll, exec>>
all  == <<lru, locks, releases, used, pool, unroll, exec, outcome>>
View == vars

------------------------------------------------------------------------------
(* Words *)

Range(seq)      == {seq[i] : i \in DOMAIN seq}
Without(seq, b) == SelectSeq(seq, LAMBDA x : x # b)
Last(seq)       == seq[Len(seq)]
Min(x, y)       == IF x < y THEN x ELSE y
AtLeast0(x)     == IF x > 0 THEN x ELSE 0

RECURSIVE SumUpTo(_, _)
SumUpTo(f, n) == IF n = 0 THEN 0 ELSE f[n] + SumUpTo(f, n - 1)
SumOfTasks(f) == SumUpTo(f, Cardinality(Tasks))

RECURSIVE SizeOf(_)
SizeOf(S)        == IF S = {} THEN 0
                    ELSE LET b == CHOOSE b \in S : TRUE IN Size(b) + SizeOf(S \ {b})
Resident(b)      == b \in Range(lru)
Unlocked(b)      == \A t \in Tasks : locks[b][t] = 0
Held(x)          == AtLeast0(x)
ExecutionUsed(m) == IF m \in ExecutionModes THEN SumOfTasks([t \in Tasks |-> Held(exec[m][t])]) ELSE 0

------------------------------------------------------------------------------
(* The store as a value: what one call works on before it becomes the next state. *)

\* An action binds such a value by \E s \in {...}, which is the same as LET s == ...: TLC
\* evaluates what a LET of an action defines again at each use.

Store == [lru |-> lru, releases |-> releases, used |-> used, pool |-> pool,
          events |-> <<>>, evictions |-> <<>>, granted |-> TRUE, fatal |-> FALSE,
          queue |-> <<>>]

\* R6: entry leaves, release, bytes back, block info goes.
DropEvents(b) ==
  IF b \in Native
  THEN << <<"leaves", b>>, <<"released", b>>, <<"returned", b>>, <<"forgotten", b>> >>
  ELSE << <<"leaves", b>>, <<"returned", b>>, <<"forgotten", b>> >>

\* R7: a release that throws counts as the one call, and all the rest happens as well.
DropNow(s, b) ==
  [s EXCEPT !.lru = Without(@, b),
            !.used[Mode(b)] = @ - Size(b),
            !.releases = IF b \in Native THEN [@ EXCEPT ![b] = @ + 1] ELSE @,
            !.events = @ \o DropEvents(b),
            !.fatal = @ \/ b \in ReleaseFatal]

\* R8, the alternative.  A release that runs under the monitor and waits for a lock of its engine
\* hangs if the lock's holder calls into Spark.  Deferred, it is queued: entry and block info go
\* at once, as an eviction does not wait for it, but the bytes stay in use until it has run (R6).
DropLater(s, b) ==
  [s EXCEPT !.lru = Without(@, b),
            !.events = @ \o << <<"leaves", b>>, <<"forgotten", b>> >>,
            !.queue = Append(@, b)]

Drop(s, b) == IF DeferredRelease /\ b \in Native THEN DropLater(s, b) ELSE DropNow(s, b)

\* R8: what is queued runs in order once the call has left the monitor.  At this level that is the
\* end of the call, so no state has a queue; the call itself has not had these bytes.
RECURSIVE Settled(_)
Settled(s) ==
  IF s.queue = <<>> THEN s
  ELSE LET b == Head(s.queue)
       IN Settled([s EXCEPT !.queue = Tail(@),
                            !.releases[b] = @ + 1,
                            !.fatal = @ \/ b \in ReleaseFatal,
                            !.used[Mode(b)] = @ - Size(b),
                            !.events = @ \o << <<"released", b>>, <<"returned", b>> >>])

RECURSIVE DropAll(_, _)
DropAll(s, victims) ==
  IF victims = <<>> THEN s ELSE DropAll(Drop(s, Head(victims)), Tail(victims))

\* R4: what an eviction in mode m on behalf of an owner may take.
Evictable(b, m, owner) ==
  Mode(b) = m /\ Unlocked(b) /\ (owner = NoOwner \/ Owner(b) # owner)

RECURSIVE Choose(_, _, _, _, _)
Choose(order, space, m, owner, chosen) ==
  IF space <= 0 THEN chosen
  ELSE IF order = <<>> THEN <<>>     \* cannot reach it: drop nothing
  ELSE IF Evictable(Head(order), m, owner)
       THEN Choose(Tail(order), space - Size(Head(order)), m, owner, Append(chosen, Head(order)))
       ELSE Choose(Tail(order), space, m, owner, chosen)

\* MemoryStore.evictBlocksToFreeSpace
Evict(s, space, m, owner) ==
  LET victims == Choose(s.lru, space, m, owner, <<>>)
      asked   == [space |-> space, mode |-> m, owner |-> owner, victims |-> victims]
  IN DropAll([s EXCEPT !.evictions = Append(@, asked)], victims)

\* UnifiedMemoryManager.acquireStorageMemory, then StorageMemoryPool.acquireMemory.  With deferred
\* releases the last check sees the bytes of JVM victims alone, so it may fail after the victims
\* are gone: the space is there only when the call has failed.
AcquireStorage(s, m, owner, n) ==
  LET available     == Max(m) - ExecutionUsed(m)
      executionFree == available - s.pool[m]
      storageFree   == s.pool[m] - s.used[m]
      borrowed      == IF n > storageFree THEN Min(executionFree, n - storageFree) ELSE 0
      lacking       == AtLeast0(n - storageFree - borrowed)
      grown         == [s EXCEPT !.pool[m] = @ + borrowed]
      evicted       == IF lacking > 0 THEN Evict(grown, lacking, m, owner) ELSE grown
  IN IF n > available THEN [s EXCEPT !.granted = FALSE]
     ELSE IF evicted.fatal \/ n > evicted.pool[m] - evicted.used[m]
          THEN [evicted EXCEPT !.granted = FALSE]
          ELSE [evicted EXCEPT !.used[m] = @ + n, !.granted = TRUE]

Said(call, result, amount, events, evictions) ==
  outcome' = [call |-> call, result |-> result, amount |-> amount,
              events |-> events, evictions |-> evictions]

\* The store's part of the next state.  A fatal error of what is still queued (R7) belongs to the
\* thread that runs the queue after the call, not to the call.
Becomes(s, call, result, amount) ==
  \E end \in {Settled(s)} :
     /\ lru' = end.lru /\ releases' = end.releases /\ used' = end.used /\ pool' = end.pool
     /\ Said(call, IF s.fatal THEN "FATAL" ELSE result, amount, end.events, end.evictions)

Nothing(call, result) ==
  /\ Said(call, result, 0, <<>>, <<>>)
  /\ UNCHANGED vars

------------------------------------------------------------------------------
(* Puts *)

Entered(s, b) == [s EXCEPT !.lru = Append(@, b),
                           !.releases = IF b \in Native THEN [@ EXCEPT ![b] = 0] ELSE @]

\* Each action is a conjunction of its own, since TLC names an edge after the last operator that it
\* unfolds: an action that is one call of a shared operator would go by that operator's name.
PutWhole(call, b) ==
  IF Resident(b) THEN Nothing(call, "DUPLICATE")
  ELSE \E s \in {AcquireStorage(Store, Mode(b), Owner(b), Size(b))} :
          IF s.granted THEN Becomes(Entered(s, b), call, "STORED", 0)
                       ELSE Becomes(s, call, "NO_SPACE", 0)

\* BlockManager.putNative (ours): block info made and write-locked, then under the monitor
\* MemoryStore.putNative.
PutNative(t, b) ==
  /\ PutWhole(<<"PutNative", t, b>>, b)
  /\ UNCHANGED <<locks, unroll, exec>>

\* BlockManager.putBytes -> MemoryStore.putBytes
PutSerialized(t, b) ==
  /\ PutWhole(<<"PutSerialized", t, b>>, b)
  /\ UNCHANGED <<locks, unroll, exec>>

\* BlockManager.putIterator -> MemoryStore.putIteratorAsValues: reserve the threshold as unroll
\* memory, then what the block needs beyond it, then turn unroll into storage memory.  What
\* was reserved when a reservation fails stays with the task (it holds a half-unrolled iterator).
PutDeserialized(t, b) ==
  LET call   == <<"PutDeserialized", t, b>>
      beyond == AtLeast0(Size(b) - UnrollThreshold)
      spare  == UnrollThreshold + beyond - Size(b)
  IN IF Resident(b) THEN Nothing(call, "DUPLICATE")
     ELSE \E first \in {AcquireStorage(Store, "ON_HEAP", Owner(b), UnrollThreshold)} :
          \E second \in {IF beyond = 0 THEN first
                         ELSE AcquireStorage(first, "ON_HEAP", Owner(b), beyond)} :
          /\ UNCHANGED <<locks, exec>>
          /\ IF ~first.granted
             THEN Becomes(first, call, "NO_SPACE", 0) /\ UNCHANGED unroll
             ELSE IF ~second.granted
             THEN /\ Becomes(second, call, "NO_SPACE", UnrollThreshold)
                  /\ unroll' = [unroll EXCEPT !["ON_HEAP"][t] = @ + UnrollThreshold]
             ELSE /\ Becomes(Entered([second EXCEPT !.used["ON_HEAP"] = @ - spare], b),
                             call, "STORED", 0)
                  /\ UNCHANGED unroll

------------------------------------------------------------------------------
(* Reads and locks *)

LockAndTouch(call, t, b, result) ==
  IF ~Resident(b) THEN Nothing(call, "ABSENT")
  ELSE /\ locks[b][t] < LocksMax      \* the bound
       /\ locks' = [locks EXCEPT ![b][t] = @ + 1]
       /\ lru' = Append(Without(lru, b), b)
       /\ Said(call, result, 0, <<>>, <<>>)

\* BlockManager.getLocalValues or getLocalBytes; the reader keeps its read lock.
Get(t, b) ==
  /\ LockAndTouch(<<"Get", t, b>>, t, b, "HIT")
  /\ UNCHANGED <<releases, used, pool, unroll, exec>>

\* BlockManager.pinNative (ours)
Pin(t, b) ==
  /\ LockAndTouch(<<"Pin", t, b>>, t, b, "PINNED")
  /\ UNCHANGED <<releases, used, pool, unroll, exec>>

\* BlockManager.releaseLock, or a pin's close
Unlock(t, b) ==
  /\ locks[b][t] > 0
  /\ locks' = [locks EXCEPT ![b][t] = @ - 1]
  /\ Said(<<"Unlock", t, b>>, "UNLOCKED", 0, <<>>, <<>>)
  /\ UNCHANGED <<lru, releases, used, pool, unroll, exec>>

\* BlockManager.removeBlock.  It waits while anybody reads the block: at this level it is then disabled.
Remove(t, b) ==
  LET call == <<"Remove", t, b>> IN
  IF ~Resident(b) THEN Nothing(call, "ABSENT")
  ELSE /\ Unlocked(b)
       /\ Becomes(Drop(Store, b), call, "REMOVED", 0)
       /\ UNCHANGED <<locks, unroll, exec>>

------------------------------------------------------------------------------
(* Execution and unroll memory *)

\* UnifiedMemoryManager.acquireExecutionMemory -> ExecutionMemoryPool.acquireMemory: the store after
\* what had to be evicted, what the task gets, and whether it would wait for its least share.  With
\* deferred releases only the bytes of JVM victims have come back when the pool boundary moves.
Asked(t, m, n) ==
  LET held        == Held(exec[m][t])
      active      == Cardinality({u \in Tasks : exec[m][u] # Inactive} \cup {t})
      extra       == n - (Max(m) - pool[m] - ExecutionUsed(m))
      storageFree == pool[m] - used[m]
      reclaimable == IF storageFree > pool[m] - Region(m) THEN storageFree ELSE pool[m] - Region(m)
      target      == IF extra > 0 /\ reclaimable > 0 THEN Min(extra, reclaimable) ELSE 0
      unusedFreed == Min(target, storageFree)
      evicted     == IF target > unusedFreed
                     THEN Evict(Store, target - unusedFreed, m, NoOwner) ELSE Store
      freed       == used[m] - evicted.used[m]
      s           == IF evicted.fatal THEN evicted
                     ELSE [evicted EXCEPT !.pool[m] = @ - unusedFreed - freed]
      largest     == Max(m) - Min(s.used[m], Region(m))
      executionPool == Max(m) - s.pool[m]
      granted     == Min(Min(n, AtLeast0((largest \div active) - held)),
                         executionPool - ExecutionUsed(m))
  IN [store |-> s, granted |-> granted,
      waits |-> granted < n /\ (held + granted) * 2 * active < executionPool]

\* A task that Spark would make wait is disabled at this level.
AcquireExecution(t, m, n) ==
  \E asked \in {Asked(t, m, n)} :
    LET s       == asked.store
        granted == IF s.fatal THEN 0 ELSE asked.granted
    IN /\ s.fatal \/ ~asked.waits
       /\ exec' = [exec EXCEPT ![m][t] = Held(@) + granted]
       /\ Becomes(s, <<"AcquireExecution", t, m, n>>, "GRANTED", granted)
       /\ UNCHANGED <<locks, unroll>>

\* MemoryManager.releaseExecutionMemory: gives back n, or what there is.
ReleaseExecution(t, m, n) ==
  /\ exec[m][t] # Inactive
  /\ LET left == AtLeast0(exec[m][t] - n)
     IN /\ exec' = [exec EXCEPT ![m][t] = IF left = 0 THEN Inactive ELSE left]
        /\ Said(<<"ReleaseExecution", t, m, n>>, "RETURNED", exec[m][t] - left, <<>>, <<>>)
  /\ UNCHANGED <<lru, locks, releases, used, pool, unroll>>

\* MemoryStore.reserveUnrollMemoryForThisTask, by a put that is still unrolling
AcquireUnroll(t, m) ==
  LET call == <<"AcquireUnroll", t, m>> IN
  \E s \in {AcquireStorage(Store, m, NoOwner, UnrollThreshold)} :
     /\ IF s.granted
        THEN /\ Becomes(s, call, "GRANTED", UnrollThreshold)
             /\ unroll' = [unroll EXCEPT ![m][t] = @ + UnrollThreshold]
        ELSE Becomes(s, call, "NO_SPACE", 0) /\ UNCHANGED unroll
     /\ UNCHANGED <<locks, exec>>

\* MemoryStore.releaseUnrollMemoryForThisTask
ReleaseUnroll(t, m) ==
  /\ unroll[m][t] > 0
  /\ used' = [used EXCEPT ![m] = @ - unroll[m][t]]
  /\ unroll' = [unroll EXCEPT ![m][t] = 0]
  /\ Said(<<"ReleaseUnroll", t, m>>, "RETURNED", unroll[m][t], <<>>, <<>>)
  /\ UNCHANGED <<lru, locks, releases, pool, exec>>

------------------------------------------------------------------------------
(* Ends *)

\* The end of a task attempt: its block locks, unroll and execution memory go; the same task
\* number then stands for the next attempt.
TaskEnd(t) ==
  /\ locks' = [b \in Blocks |-> [locks[b] EXCEPT ![t] = 0]]
  /\ used' = [m \in Modes |-> used[m] - unroll[m][t]]
  /\ unroll' = [m \in Modes |-> [unroll[m] EXCEPT ![t] = 0]]
  /\ exec' = [m \in Modes |-> [exec[m] EXCEPT ![t] = Inactive]]
  /\ Said(<<"TaskEnd", t>>, "ENDED", 0, <<>>, <<>>)
  /\ UNCHANGED <<lru, releases, pool>>

\* R13, the storage part of BlockManager.stop: the block infos go first, all at once, with
\* whatever locks there are; then MemoryStore.clear, native entries before the others.
\* With deferred releases the native entries leave together, and the clear runs their queue itself
\* before the others go: at the end stock's clear sets the bytes to 0, whatever they were.  So a
\* clear hears of fatal errors, deferred or not.
ClearEvents(s, end) == SelectSeq(SubSeq(end.events, Len(s.events) + 1, Len(end.events)),
                                 LAMBDA e : e[1] # "forgotten")

Cleared(s, victims) ==
  LET end == Settled(DropAll(s, victims))
  IN [end EXCEPT !.events = s.events \o ClearEvents(s, end)]

Clear ==
  LET natives == SelectSeq(lru, LAMBDA b : b \in Native)
      others  == SelectSeq(lru, LAMBDA b : b \notin Native)
      s       == Cleared(Cleared(Store, natives), others)
  IN /\ Becomes([s EXCEPT !.used = [m \in Modes |-> 0]], <<"Clear">>, "CLEARED", 0)
     /\ locks' = [b \in Blocks |-> [t \in Tasks |-> 0]]
     /\ unroll' = [m \in Modes |-> [t \in Tasks |-> 0]]
     /\ UNCHANGED exec

------------------------------------------------------------------------------

Init ==
  /\ lru = <<>>
  /\ locks = [b \in Blocks |-> [t \in Tasks |-> 0]]
  /\ releases = [b \in Native |-> 0]
  /\ used = [m \in Modes |-> 0]
  /\ pool = [m \in Modes |-> Region(m)]
  /\ unroll = [m \in Modes |-> [t \in Tasks |-> 0]]
  /\ exec = [m \in Modes |-> [t \in Tasks |-> Inactive]]
  /\ outcome = [call |-> <<"Init">>, result |-> "INIT", amount |-> 0,
                events |-> <<>>, evictions |-> <<>>]

Next ==
  \/ \E t \in Tasks, b \in Native : PutNative(t, b)
  \/ \E t \in Tasks, b \in Serialized : PutSerialized(t, b)
  \/ \E t \in Tasks, b \in Deserialized : PutDeserialized(t, b)
  \/ \E t \in Tasks, b \in Serialized \cup Deserialized : Get(t, b)
  \/ \E t \in Tasks, b \in Native : Pin(t, b)
  \/ \E t \in Tasks, b \in Blocks : Unlock(t, b)
  \/ \E t \in Tasks, b \in Blocks : Remove(t, b)
  \/ \E t \in Tasks, m \in ExecutionModes, n \in Demands : AcquireExecution(t, m, n)
  \/ \E t \in Tasks, m \in ExecutionModes, n \in Demands : ReleaseExecution(t, m, n)
  \/ \E t \in Tasks, m \in UnrollModes : AcquireUnroll(t, m)
  \/ \E t \in Tasks, m \in Modes : ReleaseUnroll(t, m)
  \/ \E t \in Tasks : TaskEnd(t)
  \/ Clear

Spec == Init /\ [][Next]_all
=============================================================================
