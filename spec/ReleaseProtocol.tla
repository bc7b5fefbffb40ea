--------------------------- MODULE ReleaseProtocol ---------------------------
(***************************************************************************)
(* The core of the lock level that R5 rests on: who may end a registration *)
(* of a native block, and who runs its release.  No bytes, no order, no    *)
(* call stacks: what is left is small enough to prove, from every state    *)
(* that its types allow (MCReleaseProtocolInductive*.cfg) and, without a   *)
(* bound on blocks, tasks and registrations, by an SMT solver (proof/).    *)
(* MemoryStore refines it: MemoryStoreProof.                               *)
(*                                                                         *)
(* A step is one of the lock level's; each action names those it stands    *)
(* for.  A call is known by what it does to each block (stage), so that an *)
(* eviction of many victims and calls inside a release need no stack.      *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Tasks,            \* the threads that call: numbers from 1
  Blocks,           \* ids of native blocks
  Registrations,    \* one name for each successful put; none is used twice
  Of,               \* [registration -> its block]
  DeferredRelease,  \* R8: releases run after the call has left the monitor
  Without           \* the mechanisms that are left out: an ablation

Mechanisms == {
  "TryLock",        \* a write lock is had only of a block that nobody has locked or pinned
  "LeaveFirst",     \* an entry leaves before its release
  "Recheck",        \* whoever ends an entry looks again whether it is still there
  "ClosedAtClear",  \* no entry comes while a clear is under way
  "LookAtPut"}      \* a put looks, as it adds its entry, whether the block has one

Nobody == 0
Absent == -1        \* no block info

Stages == {
  "idle",
  "putting",        \* a put has the write lock, and may still store
  "stored",         \* its entry is there
  "locked",         \* a removal or an eviction has the write lock
  "forgetting"}     \* no entry is left: the block info goes next

Keeps(m) == m \notin Without

ASSUME /\ Tasks \subseteq Nat \ {Nobody} /\ Of \in [Registrations -> Blocks]
       /\ DeferredRelease \in BOOLEAN /\ Without \subseteq Mechanisms

VARIABLES
  writer,    \* [block -> Absent, Nobody, or the task that holds its write lock]
  pins,      \* [registration -> tasks that hold a read lock of it]
  entry,     \* the registrations whose entry is in the map
  payload,   \* [registration -> "none" (not yet put), "registered", "releasing", "released"]
  releases,  \* [registration -> how often its release has begun: 0, 1, 2 for more]
  runner,    \* [registration -> who runs its release, until the bytes are back, or Nobody]
  queued,    \* the registrations in the queue of deferred releases
  owed,      \* [registration -> whose clear has taken it and will release it, or Nobody]
  cleared,   \* the registrations that a clear has ended, whatever their locks (R13)
  stage,     \* [task -> [block -> how far its call is with it]]
  clearing,  \* the tasks that are in a clear
  monitor,   \* who holds the monitor, or Nobody
  ended      \* the block manager has stopped: locks mean nothing any more (R13)

vars == <<writer, pins, entry, payload, releases, runner, queued, owed, cleared, stage, clearing,
          monitor, ended>>

locks    == <<writer, pins>>
places   == <<entry, queued, owed, cleared>>
payloads == <<payload, releases, runner>>

------------------------------------------------------------------------------
(* Words *)

EntryOf(b)   == \E r \in entry : Of[r] = b
Pinned(b)    == \E r \in Registrations : Of[r] = b /\ pins[r] # {}
CanEnter(t)  == monitor \in {Nobody, t}
Runs(t)      == \E r \in Registrations : runner[r] = t
Turn(t)      == \A r \in Registrations : runner[r] \in {Nobody, t}

Becomes(t, b, s) == stage' = [stage EXCEPT ![t][b] = s]
After(s)         == IF ended THEN "idle" ELSE s
GivesBack(t, b, w) == writer' = IF writer[b] = t THEN [writer EXCEPT ![b] = w] ELSE writer

\* In a step that ends a hold of the monitor, others may remain.
MayLeave(t, holds) == monitor' = monitor \/ (monitor = t /\ ~holds /\ monitor' = Nobody)

\* r's release begins on t.  It does not look at what has been released before.
BeginRelease(t, r) ==
  /\ payload' = [payload EXCEPT ![r] = "releasing"]
  /\ releases' = [releases EXCEPT ![r] = IF @ = 0 THEN 1 ELSE 2]
  /\ runner' = [runner EXCEPT ![r] = t]

------------------------------------------------------------------------------
(* Puts *)

\* BeginPut, ReleaseCalls (a put inside a release).  After the stop there is no info to stop it.
BeginPut(t, b) ==
  /\ writer[b] = Absent
  /\ writer' = IF ended THEN writer ELSE [writer EXCEPT ![b] = t]
  /\ Becomes(t, b, "putting")
  /\ UNCHANGED <<pins, places, payloads, clearing, monitor, ended>>

\* PutAcquires, PutReacquires: the entry is added, as what a map's put does: another of the block's
\* would be lost.
PutStores(t, r) ==
  /\ stage[t][Of[r]] = "putting" /\ CanEnter(t) /\ payload[r] = "none"
  /\ Keeps("ClosedAtClear") => clearing = {}
  /\ Keeps("LookAtPut") => ~EntryOf(Of[r])
  /\ entry' = {q \in entry : Of[q] # Of[r]} \cup {r}
  /\ payload' = [payload EXCEPT ![r] = "registered"]
  /\ Becomes(t, Of[r], After("stored"))
  /\ MayLeave(t, t \in clearing \/ Runs(t))
  /\ UNCHANGED <<locks, releases, runner, queued, owed, cleared, clearing, ended>>

\* PutAcquires, PutReacquires: no space, an error, or the store is closed
PutRefused(t, b) ==
  /\ stage[t][b] = "putting"
  /\ Becomes(t, b, After("forgetting"))
  /\ MayLeave(t, t \in clearing \/ Runs(t))
  /\ UNCHANGED <<locks, places, payloads, clearing, ended>>

\* PutUnlocks
PutUnlocks(t, b) ==
  /\ stage[t][b] = "stored"
  /\ GivesBack(t, b, Nobody)
  /\ Becomes(t, b, "idle")
  /\ UNCHANGED <<pins, places, payloads, clearing, monitor, ended>>

------------------------------------------------------------------------------
(* Evictions and removals *)

\* TryVictim, RemoveLocks
Locks(t, b) ==
  /\ ~ended /\ writer[b] = Nobody /\ stage[t][b] = "idle"
  /\ Keeps("TryLock") => ~Pinned(b)
  /\ writer' = [writer EXCEPT ![b] = t]
  /\ Becomes(t, b, "locked")
  /\ UNCHANGED <<pins, places, payloads, clearing, monitor, ended>>

\* GiveUp
GiveUp(t, b) ==
  /\ stage[t][b] = "locked"
  /\ GivesBack(t, b, Nobody)
  /\ Becomes(t, b, "idle")
  /\ UNCHANGED <<pins, places, payloads, clearing, monitor, ended>>

\* ForgetVictim, GiveUp: after a stop an eviction fails at the first victim that it looks up, and does
\* not come to the others.
FailsAfterStop(t) ==
  /\ ended
  /\ \E left \in SUBSET {b \in Blocks : stage[t][b] = "locked"} :
       /\ left # {}
       /\ stage' = [stage EXCEPT ![t] = [b \in Blocks |-> IF b \in left THEN "idle" ELSE @[b]]]
  /\ UNCHANGED <<locks, places, payloads, clearing, monitor, ended>>

\* DropVictim, of an entry that a clear has taken: the lock stays (stock)
SkipVictim(t, b) ==
  /\ stage[t][b] = "locked" /\ ~EntryOf(b)
  /\ Becomes(t, b, "idle")
  /\ UNCHANGED <<locks, places, payloads, clearing, monitor, ended>>

\* RemoveDrops, of an entry that is not there
FindsNothing(t, b) ==
  /\ stage[t][b] = "locked" /\ ~EntryOf(b)
  /\ Becomes(t, b, After("forgetting"))
  /\ UNCHANGED <<locks, places, payloads, clearing, monitor, ended>>

\* DropVictim, RemoveDrops: the entry leaves, and its release begins under the monitor, or is queued.
Drops(t, r) ==
  /\ stage[t][Of[r]] = "locked" /\ CanEnter(t)
  /\ IF Keeps("Recheck") THEN r \in entry ELSE payload[r] # "none"
  /\ entry' = IF Keeps("LeaveFirst") THEN entry \ {r} ELSE entry
  /\ Becomes(t, Of[r], After("forgetting"))
  /\ IF DeferredRelease
     THEN queued' = queued \cup {r} /\ UNCHANGED <<payloads, monitor>>
     ELSE BeginRelease(t, r) /\ monitor' = t /\ UNCHANGED queued
  /\ UNCHANGED <<locks, owed, cleared, clearing, ended>>

\* PutForgets, ForgetVictim, RemoveForgets: not before the release that the call runs has ended (R6)
Forgets(t, b) ==
  /\ stage[t][b] = "forgetting"
  /\ ~DeferredRelease => \A r \in Registrations : Of[r] = b /\ runner[r] = t => r \in cleared
  /\ GivesBack(t, b, Absent)
  /\ Becomes(t, b, "idle")
  /\ UNCHANGED <<pins, places, payloads, clearing, monitor, ended>>

------------------------------------------------------------------------------
(* Releases *)

\* ReleaseEnds: it returns or throws.  Under the monitor its bytes go back in the same step.
ReleaseEnds(t, r) ==
  /\ runner[r] = t /\ payload[r] = "releasing"
  /\ payload' = [payload EXCEPT ![r] = "released"]
  /\ entry' = IF Keeps("LeaveFirst") THEN entry ELSE entry \ {r}
  /\ IF DeferredRelease
     THEN UNCHANGED <<runner, monitor>>
     ELSE /\ runner' = [runner EXCEPT ![r] = Nobody]
          /\ MayLeave(t, t \in clearing \/ \E q \in Registrations \ {r} : runner[q] = t)
  /\ UNCHANGED <<locks, releases, queued, owed, cleared, stage, clearing, ended>>

\* RunQueued
RunQueued(t, r) ==
  /\ DeferredRelease /\ r \in queued /\ Turn(t) /\ CanEnter(t)
  /\ queued' = queued \ {r}
  /\ BeginRelease(t, r)
  /\ UNCHANGED <<locks, entry, owed, cleared, stage, clearing, monitor, ended>>

\* ReturnBytes
ReturnBytes(t, r) ==
  /\ DeferredRelease /\ runner[r] = t /\ payload[r] = "released" /\ CanEnter(t)
  /\ runner' = [runner EXCEPT ![r] = Nobody]
  /\ UNCHANGED <<locks, places, payload, releases, stage, clearing, monitor, ended>>

------------------------------------------------------------------------------
(* Pins *)

\* ReadLocks.  After a clear the block info is there without an entry.
Pins(t, r) ==
  /\ ~ended /\ writer[Of[r]] = Nobody
  /\ r \in entry \cup cleared
  /\ pins' = [pins EXCEPT ![r] = @ \cup {t}]
  /\ UNCHANGED <<writer, places, payloads, stage, clearing, monitor, ended>>

\* Unlock, EndUnlocks
Unpins(t, r) ==
  /\ t \in pins[r]
  /\ pins' = [pins EXCEPT ![r] = @ \ {t}]
  /\ UNCHANGED <<writer, places, payloads, stage, clearing, monitor, ended>>

------------------------------------------------------------------------------
(* The end of the store, and a clear *)

\* StopForgets: all locks go.  A put that waits for the monitor will be refused; one that is inside
\* goes on, and so does a removal.
StopForgets(t) ==
  /\ ended' = TRUE
  /\ writer' = [b \in Blocks |-> Absent]
  /\ pins' = [r \in Registrations |-> {}]
  /\ \E goesOn \in SUBSET {p \in Tasks \X Blocks : stage[p[1]][p[2]] = "putting"} :
       stage' = [u \in Tasks |-> [b \in Blocks |->
         IF stage[u][b] = "locked" \/ <<u, b>> \in goesOn THEN stage[u][b] ELSE "idle"]]
  /\ UNCHANGED <<places, payloads, clearing, monitor>>

\* ClearEnters.  Deferred, it takes all entries at once.
ClearEnters(t) ==
  /\ CanEnter(t)
  /\ clearing' = clearing \cup {t}
  /\ IF DeferredRelease
     THEN /\ owed' = [r \in Registrations |-> IF r \in entry THEN t ELSE owed[r]]
          /\ cleared' = cleared \cup entry
          /\ entry' = {}
          /\ UNCHANGED monitor
     ELSE monitor' = t /\ UNCHANGED <<owed, cleared, entry>>
  /\ UNCHANGED <<locks, payloads, queued, stage, ended>>

\* ClearDrops
ClearDrops(t, r) ==
  /\ ~DeferredRelease /\ t \in clearing /\ r \in entry
  /\ entry' = IF Keeps("LeaveFirst") THEN entry \ {r} ELSE entry
  /\ cleared' = cleared \cup {r}
  /\ BeginRelease(t, r)
  /\ UNCHANGED <<locks, queued, owed, stage, clearing, monitor, ended>>

\* ClearReleases
ClearReleases(t, r) ==
  /\ DeferredRelease /\ owed[r] = t /\ queued = {} /\ Turn(t)
  /\ owed' = [owed EXCEPT ![r] = Nobody]
  /\ BeginRelease(t, r)
  /\ UNCHANGED <<locks, entry, queued, cleared, stage, clearing, monitor, ended>>

\* ClearEnds: stock empties the map.  The clear may be inside another of the same task's.
ClearEnds(t) ==
  /\ t \in clearing
  /\ IF DeferredRelease THEN queued = {} /\ Turn(t) /\ CanEnter(t) ELSE entry = {}
  /\ entry' = {}
  /\ \/ clearing' = clearing /\ UNCHANGED monitor
     \/ /\ \A r \in Registrations : owed[r] # t
        /\ clearing' = clearing \ {t}
        /\ MayLeave(t, Runs(t))
  /\ UNCHANGED <<locks, payloads, queued, owed, cleared, stage, ended>>

------------------------------------------------------------------------------
(* The monitor alone *)

\* PutAcquires, GrowExecution: an eviction begins to choose.
EntersMonitor(t) ==
  /\ monitor = Nobody
  /\ monitor' = t
  /\ UNCHANGED <<locks, places, payloads, stage, clearing, ended>>

\* PutReacquires of a JVM block, TakeExecution
LeavesMonitor(t) ==
  /\ monitor = t
  /\ MayLeave(t, t \in clearing \/ Runs(t))
  /\ UNCHANGED <<locks, places, payloads, stage, clearing, ended>>

------------------------------------------------------------------------------

Init ==
  /\ writer = [b \in Blocks |-> Absent]
  /\ pins = [r \in Registrations |-> {}]
  /\ entry = {} /\ queued = {} /\ cleared = {}
  /\ payload = [r \in Registrations |-> "none"]
  /\ releases = [r \in Registrations |-> 0]
  /\ runner = [r \in Registrations |-> Nobody]
  /\ owed = [r \in Registrations |-> Nobody]
  /\ stage = [t \in Tasks |-> [b \in Blocks |-> "idle"]]
  /\ clearing = {} /\ monitor = Nobody /\ ended = FALSE

Next ==
  \/ \E t \in Tasks, b \in Blocks :
       BeginPut(t, b) \/ PutRefused(t, b) \/ PutUnlocks(t, b) \/ Locks(t, b) \/ GiveUp(t, b)
         \/ SkipVictim(t, b) \/ FindsNothing(t, b) \/ Forgets(t, b)
  \/ \E t \in Tasks, r \in Registrations :
       PutStores(t, r) \/ Drops(t, r) \/ ReleaseEnds(t, r) \/ RunQueued(t, r) \/ ReturnBytes(t, r)
         \/ Pins(t, r) \/ Unpins(t, r) \/ ClearDrops(t, r) \/ ClearReleases(t, r)
  \/ \E t \in Tasks :
       FailsAfterStop(t) \/ StopForgets(t) \/ ClearEnters(t) \/ ClearEnds(t) \/ EntersMonitor(t) \/ LeavesMonitor(t)

Spec == Init /\ [][Next]_vars
=============================================================================
