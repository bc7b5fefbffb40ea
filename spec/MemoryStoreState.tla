-------------------------- MODULE MemoryStoreState --------------------------
(***************************************************************************)
(* What the lock level consists of: constants, variables, call stacks, and *)
(* the helpers that the actions in MemoryStore are made of.                *)
(*                                                                         *)
(* One memory mode.  A call on the store is a stack of frames, since an    *)
(* eviction runs inside a put, a release inside the eviction, and what a   *)
(* release calls inside the release.  The top of a stack is its head.      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Tasks,            \* task attempts: a set 1..n
  Native,           \* ids of native blocks
  Serialized,       \* ids of blocks put as bytes
  Size2,            \* the blocks of two units; the others have one
  Owned,            \* the blocks of one RDD; the others have no owner
  StorageMax,       \* storage and execution memory together, in units
  Region,           \* the storage region, in units
  LocksMax,         \* bound: read locks that one task takes on one block
  Putters, Readers, Removers, Askers, Enders, Stoppers,  \* the tasks that make each kind of call
  EngineLockers,    \* tasks that hold the engine's lock round their native puts
  Demand,           \* execution memory that a task asks for, in units
  ReleaseThrows,    \* native blocks whose release throws an ordinary error, which is no step of its
                    \* own: the store goes on as if it had returned (R7); the real payloads throw
  ReleaseFatal,     \* ... throws a fatal error
  ReleaseWaits,     \* ... takes the engine's lock
  ReleaseRemoves, ReleasePuts,  \* ... removes the block Inner, puts it
  ReleaseClears,    \* ... clears the store
  Inner,            \* what a release that re-enters the store removes or puts
  DropFails,        \* JVM blocks whose drop throws before anything has happened
  DeferredRelease,  \* R8: releases run after the call has left the monitor, on the store's thread
  Without           \* the mechanisms that are left out: an ablation

Mechanisms == {
  "TryLock",             \* an eviction takes only what it can lock without waiting
  "UnlockAfterFailure",  \* an eviction that can't reach its space unlocks what it chose
  "Finally",             \* an eviction that an error ends unlocks what it has not dropped
  "LeaveFirst",          \* an entry leaves before its release
  "BytesLast",           \* an entry's bytes go back after its release
  "Monitor",             \* accounting and eviction are under the memory manager's monitor
  "Recheck",             \* a drop looks again whether the entry is still there
  "Wake",                \* whoever gives a block lock back wakes those who wait for it
  "Postpone",            \* a fatal error waits until all victims are dropped (R7)
  "NoWaitInRelease",     \* a release under the monitor never waits for a block lock (R8)
  "RemoveFirst",         \* a task that removes a block holds nothing meanwhile (R11)
  "Remeasure",           \* execution is told what became free, not what was evicted (R8)
  "PinToScan",           \* a scan reads under a pin (S4)
  "PinsAtStop",          \* a stop releases pinned blocks as well, and does not wait (R13)
  "InfoAtPut",           \* a put adds its entry only while its block info is there, and its task (R13)
  "EntryAtPut",          \* a native put looks for an entry of its block before it reserves (R5)
  "AllKinds",            \* an eviction takes entries of every kind (R4)
  "AllOrNothing",        \* an eviction that can't reach its space drops nothing (R4)
  "Turns"}               \* deferred releases run one at a time (R8)

Blocks   == Native \cup Serialized
Releaser == Cardinality(Tasks) + 1     \* the thread native-block-release
Threads  == 1..Releaser
Nobody   == 0
Absent   == -1      \* no block info
Inactive == -1      \* the task is unknown to the pool of execution memory
NoBlock  == ""

Size(b)    == IF b \in Size2 THEN 2 ELSE 1
Keeps(m)   == m \notin Without     \* the mechanism is there

ASSUME /\ Tasks = 1..Cardinality(Tasks) /\ Tasks # {}
       /\ Native \cap Serialized = {} /\ (Size2 \cup Owned) \subseteq Blocks
       /\ Region \in 0..(StorageMax - 1) /\ LocksMax \in Nat
       /\ (Putters \cup Readers \cup Removers \cup Askers \cup Enders \cup Stoppers
             \cup EngineLockers) \subseteq Tasks
       /\ Demand \in Nat
       /\ (ReleaseThrows \cup ReleaseFatal \cup ReleaseWaits \cup ReleaseRemoves
             \cup ReleasePuts \cup ReleaseClears) \subseteq Native
       /\ Inner \in Native \cup {NoBlock} /\ DropFails \subseteq Serialized
       /\ DeferredRelease \in BOOLEAN /\ Without \subseteq Mechanisms
       /\ DeferredRelease => ReleaseClears = {}     \* the patch refuses it

VARIABLES
  lru,       \* MemoryStore.entries: ids, least recent first
  info,      \* [block -> Absent, Nobody, or the thread that holds its write lock]
  readers,   \* [block -> [task -> read locks taken and not given back]]; those of infos that a stop
             \* has forgotten count for nothing, and their holders do not know it
  alive,     \* [native block -> payloads registered whose release has not begun; -1 for too many releases]
  used,      \* units of storage memory in use
  pool,      \* units in the storage pool; the rest of StorageMax is execution's
  exec,      \* [task -> units of execution memory, or Inactive]
  owner,     \* who holds the monitor, or Nobody
  depth,     \* how often
  scanning,  \* who holds the lock of `entries` over several steps: an eviction that chooses
  engine,    \* who holds the engine's lock
  queue,     \* deferred releases, oldest first
  ended,     \* the block manager has been stopped
  stack      \* [thread -> frames, innermost first]

vars == <<lru, info, readers, alive, used, pool, exec, owner, depth, scanning, engine, queue, ended,
          stack>>

------------------------------------------------------------------------------
(* Words *)

Range(seq)      == {seq[i] : i \in DOMAIN seq}
Less(seq, b) == SelectSeq(seq, LAMBDA x : x # b)
Min(x, y)       == IF x < y THEN x ELSE y
AtLeast0(x)     == IF x > 0 THEN x ELSE 0
OneLess(x)      == IF x < 0 THEN x ELSE x - 1
Resident(b)     == b \in Range(lru)
Unread(b)       == \A t \in Tasks : readers[b][t] = 0
Natives(seq)    == SelectSeq(seq, LAMBDA b : b \in Native)

RECURSIVE SizeOf(_)
SizeOf(seq)     == IF seq = <<>> THEN 0 ELSE Size(Head(seq)) + SizeOf(Tail(seq))

RECURSIVE SumUpTo(_, _)
SumUpTo(f, n) == IF n = 0 THEN 0 ELSE AtLeast0(f[n]) + SumUpTo(f, n - 1)
ExecutionUsed == SumUpTo(exec, Cardinality(Tasks))

------------------------------------------------------------------------------
(* Frames *)

Frame(call, at, b) == [call |-> call, at |-> at, b |-> b, n |-> 0, rest |-> <<>>,
                       chosen |-> <<>>, failed |-> FALSE]

Idle(t)         == stack[t] = <<>>
Top(t)          == Head(stack[t])
In(t, call, at) == ~Idle(t) /\ Top(t).call = call /\ Top(t).at = at

\* A stop forgets the infos, and then the tasks.
TasksKnown == ended => \E t \in Threads : In(t, "stop", "tasks")

Push(frames, f)  == <<f>> \o frames
Instead(frames, f) == <<f>> \o Tail(frames)         \* another top
Goto(frames, at) == <<[Head(frames) EXCEPT !.at = at]>> \o Tail(frames)

With(t, frames) == [stack EXCEPT ![t] = frames]

\* Whoever sleeps until something changes about b tries again; NoBlock stands for memory.
Woken(s, b) ==
  IF Keeps("Wake") \/ b = NoBlock
  THEN [t \in Threads |-> IF s[t] # <<>> /\ Head(s[t]).at = "asleep" /\ Head(s[t]).b = b
                          THEN Goto(s[t], "lock") ELSE s[t]]
  ELSE s
WokenAll(s) == [t \in Threads |-> IF s[t] # <<>> /\ Head(s[t]).at = "asleep" /\ Head(s[t]).b # NoBlock
                                  THEN Goto(s[t], "lock") ELSE s[t]]

\* An eviction, a removal or a clear: what a fatal error of a release leaves from (R7).  The
\* outermost one is the last of the frames.
Ends(f) == f.call \in {"evict", "remove", "stop", "clear"}
Failing(frames) ==
  LET outermost == CHOOSE i \in DOMAIN frames :
                     Ends(frames[i]) /\ \A j \in DOMAIN frames : Ends(frames[j]) => j <= i
  IN [frames EXCEPT ![outermost].failed = TRUE]

\* An eviction is over: its caller goes on, and hears of an error and of the victims' sizes.
Evicted(frames) ==
  LET evict == Head(frames)
  IN <<[frames[2] EXCEPT !.at = "evicted", !.failed = evict.failed, !.n = @ + evict.n]>>
       \o Tail(Tail(frames))

\* ... and has made of them what it makes of them.
Told(frames) == <<[Head(frames) EXCEPT !.n = 0, !.failed = FALSE]>> \o Tail(frames)

InRelease(t) == owner = t /\ \E i \in DOMAIN stack[t] : stack[t][i].call = "release"

------------------------------------------------------------------------------
(* The monitor *)

CanEnter(t) == owner \in {Nobody, t} \/ ~Keeps("Monitor")

Stay     == UNCHANGED <<owner, depth>>     \* in or out; entered and left in one step
Enter(t) == IF Keeps("Monitor") THEN owner' = t /\ depth' = depth + 1 ELSE Stay
Leave(t) == IF Keeps("Monitor")
            THEN owner' = (IF depth = 1 THEN Nobody ELSE t) /\ depth' = depth - 1 ELSE Stay

------------------------------------------------------------------------------
(* Block locks, and what most steps leave alone *)

\* BlockInfoManager.lockForWriting(blocking = false)
Lockable(b) == info[b] = Nobody /\ Unread(b)

\* What the holder of a write lock makes of it; a stop may have taken the info away (R13).
GivesBack(t, b, becomes) == IF info[b] = t THEN [info EXCEPT ![b] = becomes] ELSE info

Same == UNCHANGED <<alive, engine, ended>>

=============================================================================
