------------------------- MODULE MemoryStoreEviction -------------------------
(***************************************************************************)
(* The lock level's steps inside a call: an eviction, which runs under the *)
(* monitor for whoever needs space, and a release, which runs inside an    *)
(* eviction, a removal or a clear, or later if it is deferred.             *)
(***************************************************************************)
EXTENDS MemoryStoreState

------------------------------------------------------------------------------
(* Eviction: MemoryStore.evictBlocksToFreeSpace, under the monitor *)

\* An eviction begins to choose; `free` is what its caller had before, if it goes by sizes.
Scan(t, b, space, free) ==
  /\ scanning = Nobody
  /\ scanning' = t
  /\ stack' = With(t, Push([stack[t] EXCEPT ![1].n = IF Keeps("Remeasure") THEN 0 ELSE free],
                           [Frame("evict", "try", b) EXCEPT !.n = space, !.rest = lru]))

SameOwner(b, c) == b \in Owned /\ c \in Owned
OfAKind(b, c)   == Keeps("AllKinds") \/ (b \in Native <=> c \in Native)

\* One candidate, under the lock of `entries`, which is held until the last of them
TryVictim(t) ==
  /\ In(t, "evict", "try")
  /\ LET f      == Top(t)
         none   == f.rest = <<>>
         v      == Head(f.rest)
         takes  == /\ ~none /\ ~SameOwner(f.b, v) /\ OfAKind(f.b, v)
                   /\ Lockable(v) \/ (~Keeps("TryLock") /\ info[v] # Absent)
         n      == IF takes THEN f.n - Size(v) ELSE f.n     \* what is still lacking
         chosen == IF takes THEN Append(f.chosen, v) ELSE f.chosen
         rest   == IF none THEN <<>> ELSE Tail(f.rest)
         over   == n <= 0 \/ rest = <<>>
         drops  == n <= 0 \/ (over /\ chosen # <<>> /\ ~Keeps("AllOrNothing"))
         next   == [f EXCEPT !.n = IF drops THEN SizeOf(chosen) ELSE IF over THEN 0 ELSE n,
                             !.chosen = chosen,
                             !.rest = IF over THEN <<>> ELSE rest,
                             !.at = IF drops THEN "drop" ELSE IF over THEN "giveUp" ELSE "try"]
         gone   == over /\ ~drops /\ (chosen = <<>> \/ ~Keeps("UnlockAfterFailure"))
         frames == Instead(stack[t], next)
     IN /\ info' = IF takes THEN [info EXCEPT ![v] = t] ELSE info
        /\ scanning' = IF over THEN Nobody ELSE scanning
        /\ stack' = With(t, IF gone THEN Evicted(frames) ELSE frames)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, queue>>

\* One victim is unlocked that is not dropped: the space can't be reached, or an error ends the loop.
\* The manager knows no block that a stop has forgotten, and its error ends all of it.
GiveUp(t) ==
  /\ In(t, "evict", "giveUp")
  /\ LET v    == Head(Top(t).chosen)
         gone == info[v] = Absent
         next == [Top(t) EXCEPT !.chosen = Tail(@), !.failed = @ \/ gone]
         frames == Instead(stack[t], next)
     IN /\ info' = GivesBack(t, v, Nobody)
        /\ stack' = Woken(With(t, IF next.chosen = <<>> \/ gone THEN Evicted(frames) ELSE frames), v)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

\* The eviction that runs on top of t's stack fails: what it has not dropped is unlocked.
Aborted(frames) ==
  LET failing == [Head(frames) EXCEPT !.failed = TRUE, !.at = "giveUp"]
  IN IF Keeps("Finally") THEN Instead(frames, failing) ELSE Evicted(Instead(frames, failing))

\* An entry leaves and its payload begins to go; the thread is then in release.
Leaving(t, b, frames) ==
  /\ lru' = IF Keeps("LeaveFirst") THEN Less(lru, b) ELSE lru
  /\ used' = IF Keeps("BytesLast") THEN used ELSE AtLeast0(used - Size(b))
  /\ alive' = [alive EXCEPT ![b] = OneLess(@)]
  /\ stack' = With(t, Push(frames, Frame("release", "run", b)))

\* R8, the alternative: the release is queued with its bytes.
Queued(b) ==
  /\ lru' = Less(lru, b)
  /\ queue' = Append(queue, b)
  /\ UNCHANGED <<alive, used>>

\* A JVM entry leaves, and its bytes are back.
Dropped(b) ==
  /\ lru' = Less(lru, b)
  /\ used' = AtLeast0(used - Size(b))
  /\ UNCHANGED <<alive, queue>>

\* MemoryStore.dropBlock -> BlockManager.dropFromMemory -> MemoryStore.remove.  The loop over the victims
\* looks the entry up before anything else, which makes it most recent: one that is not dropped stays so,
\* and one that is gone (a release has cleared the store) is passed over, whatever became of its lock.
DropVictim(t) ==
  /\ In(t, "evict", "drop")
  /\ LET v    == Head(Top(t).chosen)
         next == Goto(stack[t], "forget")
     IN IF ~Resident(v) /\ Keeps("Recheck")
        THEN \* Stock goes on with the next victim, and leaves this one locked.
             /\ LET rest == [Top(t) EXCEPT !.chosen = Tail(@)]
                IN stack' = With(t, IF rest.chosen = <<>> THEN Evicted(Instead(stack[t], rest))
                                                          ELSE Instead(stack[t], rest))
             /\ UNCHANGED <<lru, used, alive, queue>>
        ELSE IF info[v] # t \/ v \in DropFails     \* the manager asserts that it holds the lock
        THEN /\ lru' = IF Resident(v) THEN Append(Less(lru, v), v) ELSE lru
             /\ stack' = With(t, Aborted(stack[t])) /\ UNCHANGED <<used, alive, queue>>
        ELSE IF v \notin Native THEN Dropped(v) /\ stack' = With(t, next)
        ELSE IF DeferredRelease THEN Queued(v) /\ stack' = With(t, next)
        ELSE Leaving(t, v, next) /\ UNCHANGED queue
  /\ Stay
  /\ UNCHANGED <<info, readers, pool, exec, scanning, engine, ended>>

\* MemoryStore.afterDropAction -> BlockInfoManager.removeBlock, which knows no block that a stop has
\* forgotten: its error ends the eviction.
ForgetVictim(t) ==
  /\ In(t, "evict", "forget")
  /\ LET v    == Head(Top(t).chosen)
         next == [Top(t) EXCEPT !.chosen = Tail(@), !.at = "drop"]
         frames == Instead(stack[t], next)
     IN /\ info' = GivesBack(t, v, Absent)
        /\ stack' = IF info[v] = Absent THEN With(t, Aborted(stack[t]))
                    ELSE Woken(With(t, IF next.chosen = <<>> THEN Evicted(frames) ELSE frames), v)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, readers, used, pool, exec, scanning, queue>>

------------------------------------------------------------------------------
(* Releases: an engine's code, on the thread of the call that ends the entry (R8) *)

Nested(b) == IF b \in ReleaseRemoves THEN Frame("remove", "lock", Inner)
             ELSE IF b \in ReleasePuts THEN Frame("put", "monitor", Inner)
             ELSE Frame("clear", "lock", NoBlock)

Reenters(b) == b \in ReleaseRemoves \cup ReleasePuts \cup ReleaseClears

\* A release calls the store.  A put finds the block's info taken, or makes one, which nobody reads; it
\* fails at once when a stop has forgotten its task.
ReleaseCalls(t) ==
  /\ In(t, "release", "run") /\ Reenters(Top(t).b)
  /\ LET b    == Top(t).b
         puts == b \in ReleasePuts
         frames == Goto(stack[t], "called")
     IN IF puts /\ (info[Inner] # Absent \/ ~TasksKnown)
        THEN stack' = With(t, frames) /\ UNCHANGED <<info, readers>>
        ELSE /\ stack' = With(t, Push(frames, Nested(b)))
             /\ info' = IF puts THEN [info EXCEPT ![Inner] = t] ELSE info
             /\ readers' = IF puts THEN [readers EXCEPT ![Inner] = [u \in Tasks |-> 0]] ELSE readers
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, used, pool, exec, scanning, queue>>

\* An error that leaves at once (not our patch): the bytes are not given back, the info stays.
Thrown(frames) ==
  IF frames[1].call = "evict" THEN Aborted(frames) ELSE Tail(frames)

\* The release returns or throws; under the monitor its bytes go back in the same step.
ReleaseEnds(t) ==
  /\ In(t, "release", "run") \/ In(t, "release", "called")
  /\ LET f      == Top(t)
         outer  == Tail(stack[t])
         fatal  == f.b \in ReleaseFatal
         atOnce == fatal /\ ~Keeps("Postpone")
         told   == IF fatal THEN Failing(outer) ELSE outer
         later  == DeferredRelease     \* R6: the bytes go back by a step of their own
     IN /\ (Reenters(f.b) => f.at = "called")
        /\ (f.b \in ReleaseWaits => engine \in {Nobody, t})
        /\ IF later THEN /\ stack' = With(t, Goto(stack[t], "return"))
                         /\ UNCHANGED <<lru, used>> /\ Stay
           ELSE /\ lru' = IF Keeps("LeaveFirst") THEN lru ELSE Less(lru, f.b)
                /\ used' = IF atOnce \/ ~Keeps("BytesLast") THEN used ELSE AtLeast0(used - Size(f.b))
                /\ stack' = With(t, IF atOnce THEN Thrown(outer) ELSE told)
                /\ IF Head(outer).call = "remove" \/ (atOnce /\ Head(outer).call \in {"stop", "clear"})
                   THEN Leave(t) ELSE Stay
  /\ Same
  /\ UNCHANGED <<info, readers, pool, exec, scanning, queue>>

\* DeferredReleases: one release at a time.  A stop runs what is queued, and then its own.
Turn(t) == Keeps("Turns") => \A u \in Threads \ {t} : \A i \in DOMAIN stack[u] :
             stack[u][i].call # "release"

RunQueued(t) ==
  /\ DeferredRelease /\ queue # <<>> /\ Turn(t)
  /\ (t = Releaser /\ Idle(t)) \/ In(t, "stop", "await")
  /\ CanEnter(t)
  /\ queue' = Tail(queue)
  /\ alive' = [alive EXCEPT ![Head(queue)] = OneLess(@)]
  /\ stack' = With(t, Push(stack[t], Frame("release", "run", Head(queue))))
  /\ Stay
  /\ UNCHANGED <<lru, info, readers, used, pool, exec, scanning, engine, ended>>

ReturnBytes(t) ==
  /\ In(t, "release", "return") /\ CanEnter(t)
  /\ used' = AtLeast0(used - Size(Top(t).b))
  /\ stack' = Woken(With(t, Tail(stack[t])), NoBlock)
  /\ Stay /\ Same
  /\ UNCHANGED <<lru, info, readers, pool, exec, scanning, queue>>

=============================================================================
