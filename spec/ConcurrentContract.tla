------------------------- MODULE ConcurrentContract -------------------------
(***************************************************************************)
(* What the store keeps when calls overlap, for one memory mode; the lock  *)
(* level refines it (MemoryStoreRefinement).  It says who goes and when,   *)
(* that bytes in use are those of entries, of puts that have reserved and  *)
(* of releases that have not returned theirs (BytesInv), and that releases *)
(* are owed for what has left and for nothing else (ReleasesInv).          *)
(*                                                                         *)
(* EvictionContract makes each call one step.  Here a put is three: the    *)
(* eviction, the entry, and the release of each victim.  And an eviction   *)
(* may leave out any entry (Skips): it tries one candidate after the other *)
(* while others lock and unlock, so no instant need explain its choice.    *)
(* With Skips = FALSE one instant would have to; the store does not keep   *)
(* that (MCMemoryStoreOneInstant).                                         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Tasks, Native, Serialized, Size2, Owned, StorageMax, Region, LocksMax, Demand,
  DeferredRelease,  \* R8: a native entry's bytes come back with its release, not when it leaves
  Skips             \* an eviction may leave out entries that nobody reads

VARIABLES
  lru,      \* the entries' ids, least recent first
  readers,  \* [block -> [task -> read locks held]]
  alive,    \* [native block -> payloads whose release has not begun]
  used,     \* units of storage memory in use
  pool,     \* units in the storage pool
  exec,     \* [task -> units of execution memory, or Inactive]
  reserved, \* JVM blocks whose bytes are in use and whose entry is not there yet
  returning,\* [native block -> payloads that have left and whose bytes are not back]; deferred only
  ended     \* the block manager has been stopped

vars == <<lru, readers, alive, used, pool, exec, reserved, returning, ended>>

Blocks   == Native \cup Serialized
Inactive == -1
Size(b)  == IF b \in Size2 THEN 2 ELSE 1

Range(seq)   == {seq[i] : i \in DOMAIN seq}
Less(seq, b) == SelectSeq(seq, LAMBDA x : x # b)
Resident(b)  == b \in Range(lru)
Unread(b)    == \A t \in Tasks : readers[b][t] = 0
Min(x, y)    == IF x < y THEN x ELSE y
AtLeast0(x)  == IF x > 0 THEN x ELSE 0

RECURSIVE SizeOf(_)
SizeOf(seq) == IF seq = <<>> THEN 0 ELSE Size(Head(seq)) + SizeOf(Tail(seq))

RECURSIVE SumUpTo(_, _)
SumUpTo(f, n) == IF n = 0 THEN 0 ELSE AtLeast0(f[n]) + SumUpTo(f, n - 1)
ExecutionUsed == SumUpTo(exec, Cardinality(Tasks))

RECURSIVE SizesOf(_, _)
SizesOf(S, f) == IF S = {} THEN 0 ELSE LET b == CHOOSE b \in S : TRUE
                                       IN f[b] * Size(b) + SizesOf(S \ {b}, f)

\* What goes back to the pool when these entries leave
Freed(seq) == SizeOf(IF DeferredRelease THEN SelectSeq(seq, LAMBDA b : b \notin Native) ELSE seq)

\* ... and what does not yet
Outgoing(seq) == [b \in Native |->
  returning[b] + (IF DeferredRelease THEN Cardinality({i \in DOMAIN seq : seq[i] = b}) ELSE 0)]
Still == UNCHANGED <<reserved, returning>>

------------------------------------------------------------------------------
(* Evictions *)

\* What an eviction for block b, or for an ask, may have been asked for
PutLack(b)  == Size(b) - (pool - used)
AskLack     == LET extra       == Demand - (StorageMax - pool - ExecutionUsed)
                   free        == pool - used
                   reclaimable == IF free > pool - Region THEN free ELSE pool - Region
               IN Min(extra, reclaimable) - free
Evictable(b, c) == Unread(b) /\ ~(b \in Owned /\ c \in Owned)

\* The entries that an eviction for c could take, in order
Candidates(c) == SelectSeq(lru, LAMBDA b : Evictable(b, c))

\* The victims: some of the candidates, in order, as few as reach the space; without skips the
\* least recent of them.
Explains(victims, candidates, space) ==
  /\ space > 0 /\ victims # <<>>
  /\ SizeOf(victims) >= space
  /\ SizeOf(victims) - Size(victims[Len(victims)]) < space
  /\ IF Skips THEN victims = SelectSeq(candidates, LAMBDA b : b \in Range(victims))
     ELSE Len(victims) <= Len(candidates) /\ victims = SubSeq(candidates, 1, Len(victims))

\* Victims leave together.  Their releases follow.
Evict(c, space) ==
  \E S \in SUBSET Range(lru) :
    LET victims == SelectSeq(lru, LAMBDA b : b \in S)
    IN /\ lru' = SelectSeq(lru, LAMBDA b : b \notin S)
       /\ Explains(victims, Candidates(c), space)
       /\ used' = used - Freed(victims)
       /\ returning' = Outgoing(victims)
       /\ UNCHANGED <<readers, alive, pool, exec, reserved, ended>>

------------------------------------------------------------------------------
(* Puts *)

\* A put borrows from execution what execution has free.
Borrow(b) ==
  /\ pool' > pool /\ pool' <= StorageMax - ExecutionUsed
  /\ pool' - used < Size(b)
  /\ Still /\ UNCHANGED <<lru, readers, alive, used, exec, ended>>

PutNative(b) ==
  /\ ~Resident(b) /\ pool' - used >= Size(b)
  /\ pool' >= pool /\ pool' <= StorageMax - ExecutionUsed
  /\ lru' = Append(lru, b)
  /\ used' = used + Size(b)
  /\ alive' = [alive EXCEPT ![b] = @ + 1]
  /\ Still /\ UNCHANGED <<readers, exec, ended>>

\* A JVM block's bytes come first, its entry later.
Reserve(b) ==
  /\ b \notin reserved /\ reserved' = reserved \cup {b}
  /\ pool' - used >= Size(b) /\ pool' >= pool /\ pool' <= StorageMax - ExecutionUsed
  /\ used' = used + Size(b)
  /\ UNCHANGED <<lru, readers, alive, exec, returning, ended>>

Add(b) ==
  /\ ~Resident(b)
  /\ b \in reserved /\ reserved' = reserved \ {b}
  /\ lru' = Append(lru, b)
  /\ UNCHANGED <<readers, alive, used, pool, exec, returning, ended>>

------------------------------------------------------------------------------
(* Releases *)

\* R5: of a payload whose entry has left.  Deferred, its bytes go back by Return.
Release(b) ==
  /\ alive[b] > (IF Resident(b) THEN 1 ELSE 0)
  /\ alive' = [alive EXCEPT ![b] = @ - 1]
  /\ Still /\ UNCHANGED <<lru, readers, used, pool, exec, ended>>

Return(b) ==
  /\ returning[b] > 0 /\ returning' = [returning EXCEPT ![b] = @ - 1]
  /\ used' = AtLeast0(used - Size(b))
  /\ UNCHANGED <<lru, readers, alive, pool, exec, reserved, ended>>

------------------------------------------------------------------------------
(* Reads, removals *)

Lock(t, b) ==
  /\ Resident(b)
  /\ readers' = [readers EXCEPT ![b][t] = @ + 1]
  /\ Still /\ UNCHANGED <<lru, alive, used, pool, exec, ended>>

Touch(t, b) ==
  /\ Resident(b) /\ readers[b][t] > 0
  /\ lru' = Append(Less(lru, b), b)
  /\ Still /\ UNCHANGED <<readers, alive, used, pool, exec, ended>>

Unlock(t, b) ==
  /\ readers[b][t] > 0
  /\ readers' = [readers EXCEPT ![b][t] = @ - 1]
  /\ Still /\ UNCHANGED <<lru, alive, used, pool, exec, ended>>

Leaves(b) ==
  /\ lru' = Less(lru, b)
  /\ used' = used - Freed(<<b>>)
  /\ alive' = IF b \in Native /\ ~DeferredRelease THEN [alive EXCEPT ![b] = @ - 1] ELSE alive
  /\ returning' = Outgoing(<<b>>)
  /\ UNCHANGED <<readers, pool, exec, reserved>>

Remove(b) ==
  /\ Resident(b) /\ Unread(b)
  /\ Leaves(b)
  /\ UNCHANGED ended

------------------------------------------------------------------------------
(* Execution memory *)

\* A task becomes active, takes what is free and what storage had borrowed, or waits for its share.
Ask(t) ==
  /\ exec' \in [Tasks -> Nat \cup {Inactive}] /\ exec'[t] \in AtLeast0(exec[t])..Demand
  /\ \A u \in Tasks \ {t} : exec'[u] = exec[u]
  /\ pool' <= pool /\ pool' >= used
  /\ SumUpTo(exec', Cardinality(Tasks)) <= StorageMax - pool'
  /\ Still /\ UNCHANGED <<lru, readers, alive, used, ended>>

Give(t) ==
  /\ exec' = [exec EXCEPT ![t] = Inactive]
  /\ Still /\ UNCHANGED <<lru, readers, alive, used, pool, ended>>

------------------------------------------------------------------------------
(* The end *)

\* Victims of an eviction that the stop overtakes are back, since their locks are gone.
Stop ==
  /\ ~ended /\ ended' = TRUE
  /\ readers' = [b \in Blocks |-> [t \in Tasks |-> 0]]
  /\ SelectSeq(lru', Resident) = lru /\ Len(lru') = Cardinality(Range(lru'))
  /\ LET back == SelectSeq(lru', LAMBDA b : ~Resident(b))
     IN /\ \A b \in Range(back) \cap Native :
             alive[b] > 0 /\ (DeferredRelease => returning[b] > 0)
        /\ used' = used + Freed(back) /\ used' <= pool
        /\ returning' = [b \in Native |->
             returning[b] - (IF DeferredRelease /\ b \in Range(back) THEN 1 ELSE 0)]
  /\ UNCHANGED <<alive, pool, exec, reserved>>

\* An eviction that the stop has overtaken looks its victim up, and drops nothing.
LookUp(b) ==
  /\ ended /\ Resident(b)
  /\ lru' = Append(Less(lru, b), b)
  /\ UNCHANGED <<readers, alive, used, pool, exec, reserved, returning, ended>>

\* R13: every registration is released, whatever its locks
End(b) == ended /\ Resident(b) /\ Leaves(b) /\ UNCHANGED ended
EndsTogether ==
  /\ ended /\ DeferredRelease
  /\ lru' = SelectSeq(lru, LAMBDA b : b \notin Native)
  /\ returning' = Outgoing(lru)
  /\ UNCHANGED <<readers, alive, used, pool, exec, reserved, ended>>
Clear ==
  /\ ended /\ Range(lru) \cap Native = {}
  /\ lru' = <<>> /\ used' = 0
  /\ Still /\ UNCHANGED <<readers, alive, pool, exec, ended>>

------------------------------------------------------------------------------

Init ==
  /\ lru = <<>>
  /\ readers = [b \in Blocks |-> [t \in Tasks |-> 0]]
  /\ alive = [b \in Native |-> 0]
  /\ used = 0 /\ pool = Region
  /\ exec = [t \in Tasks |-> Inactive]
  /\ reserved = {} /\ returning = [b \in Native |-> 0]
  /\ ended = FALSE

Next ==
  \/ \E t \in Tasks, b \in Blocks : Lock(t, b) \/ Touch(t, b) \/ Unlock(t, b)
  \/ \E t \in Tasks : Ask(t) \/ Give(t)
  \/ \E b \in Native : PutNative(b) \/ Release(b) \/ Return(b)
  \/ \E b \in Serialized : Reserve(b)
  \/ \E b \in Blocks : Borrow(b) \/ Add(b) \/ Remove(b) \/ LookUp(b) \/ End(b)
  \/ Stop \/ EndsTogether \/ Clear
  \/ \E b \in Blocks : Evict(b, PutLack(b))
  \/ Evict("", AskLack)

Spec == Init /\ [][Next]_vars

\* The same for a refinement, most of whose steps change nothing here: TLC looks at that first.
Refined == Init /\ [][vars' # vars /\ Next]_vars

------------------------------------------------------------------------------

\* R3.  A stop sets the bytes to 0 whatever is in flight (D12).
BytesInv == ~ended =>
  used = SizeOf(lru) + SizesOf(reserved, [b \in Serialized |-> 1]) + SizesOf(Native, returning)

\* R5: an entry's payload is not released, and no payload is released more often than it was put.
ReleasesInv == \A b \in Native : alive[b] >= IF Resident(b) THEN 1 ELSE 0
=============================================================================
