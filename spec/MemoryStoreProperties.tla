----------------------- MODULE MemoryStoreProperties -----------------------
(***************************************************************************)
(* The rules of the contract as formulas on the lock level.                *)
(***************************************************************************)
EXTENDS MemoryStore

FramesOf(t) == Range(stack[t])
Count(seq, b) == Cardinality({i \in DOMAIN seq : seq[i] = b})

RECURSIVE SumOf(_, _)
SumOf(f, S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN f[x] + SumOf(f, S \ {x})

\* Every frame of every thread, as <<thread, position>>
Frames   == UNION {{<<t, i>> : i \in DOMAIN stack[t]} : t \in Threads}
At(p)    == stack[p[1]][p[2]]
Calls    == {"engine", "put", "evict", "release", "read", "remove", "ask", "end", "stop", "clear"}
Places   == {"held", "monitor", "evicted", "add", "unlock", "forget", "try", "drop", "giveUp", "run",
             "called", "return", "lock", "asleep", "touch", "scan", "locks", "infos", "tasks", "drain", "await"}

TypeOK ==
  /\ lru \in Seq(Blocks)
  /\ info \in [Blocks -> {Absent, Nobody} \cup Threads]
  /\ readers \in [Blocks -> [Tasks -> 0..LocksMax]]
  /\ alive \in [Native -> Int]
  /\ used \in Nat /\ pool \in Nat
  /\ exec \in [Tasks -> Nat \cup {Inactive}]
  /\ owner \in Threads \cup {Nobody} /\ depth \in Nat
  /\ scanning \in Threads \cup {Nobody} /\ engine \in Tasks \cup {Nobody}
  /\ queue \in Seq(Native) /\ ended \in BOOLEAN
  /\ \A p \in Frames :
       /\ At(p).call \in Calls /\ At(p).at \in Places /\ At(p).b \in Blocks \cup {NoBlock}
       /\ At(p).n \in Nat /\ At(p).failed \in BOOLEAN
       /\ At(p).rest \in Seq(Blocks) /\ At(p).chosen \in Seq(Blocks)

------------------------------------------------------------------------------
(* Locks *)

\* The monitor has an owner as long as somebody is inside, and the lock of `entries` only inside.
MonitorInv ==
  /\ owner = Nobody <=> depth = 0
  /\ scanning # Nobody => scanning = owner
  /\ engine # Nobody => \E f \in FramesOf(engine) : f.call = "engine"

\* Who holds the engine's lock is inside it, and nobody else is.
EngineLockInv == \A t \in Tasks : engine = t <=> \E f \in FramesOf(t) : f.call = "engine"

\* The monitor is entered once for each eviction, whose caller still has it when it is over, and for each
\* removal or clear that releases under it.
Enters(p) ==
  \/ At(p).call = "evict" \/ At(p).at = "evicted"
  \/ At(p).call = "remove" /\ p[2] > 1
  \/ At(p).call \in {"stop", "clear"} /\ At(p).at = "drain"
EnteredInv == Keeps("Monitor") =>
  /\ depth = Cardinality({p \in Frames : Enters(p)})
  /\ \A p \in Frames : Enters(p) => owner = p[1]

\* Nobody but its owner does the accounts while somebody is inside.
R3MonitorProp == [][owner # Nobody =>
  /\ used' # used \/ pool' # pool => stack'[owner] # stack[owner]
  /\ \A t \in Tasks \ {owner} : exec'[t] = exec[t]]_vars

\* Who chooses victims, and nobody else, has the lock of `entries`.
EntriesHeldInv == \A t \in Threads : scanning = t <=> In(t, "evict", "try")

\* The order stands still while an eviction chooses from it.
EntriesLockProp == [][scanning # Nobody => lru' = lru]_vars

\* What holds b's write lock: a put of it, its removal, an eviction that chose it.
Claims(f, b) ==
  \/ f.call = "put" /\ f.b = b
  \/ f.call = "remove" /\ f.b = b /\ f.at \in {"monitor", "forget"}
  \/ f.call = "evict" /\ b \in Range(f.chosen)

\* No lock is held by nobody.
LocksHeldInv == \A b \in Blocks : info[b] \in Threads =>
  \E f \in FramesOf(info[b]) : Claims(f, b)

\* Readers or one writer, and none of a block that is not there, until a stop
ReadersOrWriterInv == ~ended => \A b \in Blocks : ~Unread(b) => info[b] = Nobody

------------------------------------------------------------------------------
(* R3 accounting *)

\* What has left the map, and whose bytes are not back: a release that runs or will.
HeldBytes(p) ==
  LET f == At(p)
  IN IF f.call = "put" /\ f.at = "add" THEN Size(f.b)
     ELSE IF f.call = "release" THEN Size(f.b)
     ELSE IF f.call \in {"stop", "clear"} /\ f.at = "await" THEN SizeOf(f.chosen) ELSE 0

\* A stop sets the bytes to 0 whatever is in flight (D12).
R3AccountingInv ==
  /\ ~ended => used = SizeOf(lru) + SizeOf(queue) + SumOf([p \in Frames |-> HeldBytes(p)], Frames)
  /\ used <= pool /\ pool <= StorageMax
  /\ ExecutionUsed <= StorageMax - pool

------------------------------------------------------------------------------
(* R4 *)

\* One entry a block
R4OneOrderInv == \A i, j \in DOMAIN lru : lru[i] = lru[j] => i = j

\* A candidate is left out only because its lock could not be had when it was tried, or for its owner.
R4TriedProp == [][\A t \in Threads :
  In(t, "evict", "try") /\ stack'[t] # stack[t] /\ Top(t).rest # <<>> =>
    LET v == Head(Top(t).rest)
    IN info'[v] # t => info[v] # Nobody \/ ~Unread(v) \/ {Top(t).b, v} \subseteq Owned]_vars

\* An eviction begins to drop when, and only when, what it has locked reaches what was asked: nothing
\* leaves for too little, and nothing more than is needed.
R4EnoughProp == [][\A t \in Threads :
  In(t, "evict", "try") /\ stack'[t] # stack[t] =>
    LET f      == Top(t)
        v      == Head(f.rest)
        gained == IF f.rest # <<>> /\ info'[v] = t /\ info[v] # t THEN Size(v) ELSE 0
        drops  == Head(stack'[t]).call = "evict" /\ Head(stack'[t]).at = "drop"
    IN drops <=> gained >= f.n]_vars

\* A victim that an eviction can't drop has been looked up, and is the most recent.
R4LookedUpProp == [][\A t \in Threads :
  In(t, "evict", "drop") /\ stack'[t] # stack[t] =>
    LET v == Head(Top(t).chosen)
    IN v \in Range(lru') => lru' = Append(Less(lru, v), v)]_vars

\* Nobody takes the space that an eviction has made before the put that it was made for (deferred,
\* it is not there yet; and a release that puts takes some).
R4SpaceInv == \A t \in Tasks :
  In(t, "put", "evicted") /\ Top(t).n > 0 /\ ~Top(t).failed /\ ~DeferredRelease
    /\ ReleasePuts = {} => Size(Top(t).b) <= pool - used

------------------------------------------------------------------------------
(* R5 release exactly once, R6 order *)

Owed(p, b) == IF At(p).call \in {"stop", "clear"} /\ At(p).at = "await" THEN Count(At(p).chosen, b) ELSE 0

\* A payload that has not begun to be released is an entry's, or waits for its turn: never two
\* releases for one, never none.
R5ReleaseInv == \A b \in Native :
  alive[b] = Count(lru, b) + Count(queue, b) + SumOf([p \in Frames |-> Owed(p, b)], Frames)

\* What follows from it: never a second release
R5OnceInv == \A b \in Native : alive[b] >= 0

\* Never while a pin is held, but for a shutdown or a clear (R13)
R5PinnedProp == [][\A b \in Native :
  Resident(b) /\ b \notin Range(lru') => ended' \/ Unread(b) \/ \E p \in Frames : At(p).call = "clear"]_vars

\* The bytes of a payload are accounted for until its release has ended.
R6BytesInv == ~ended => used >= SizeOf(lru) + SumOf([p \in Frames |-> HeldBytes(p)], Frames)

------------------------------------------------------------------------------
(* R7, R8 *)

\* Releases run under the monitor on the thread that has it, or deferred by a thread that has not.
R8MonitorInv == \A p \in Frames : At(p).call = "release" =>
  IF DeferredRelease THEN owner # p[1] \/ At(p).at # "run" ELSE owner = p[1]

\* A deferring store runs one release at a time.
R8TurnInv == DeferredRelease => Cardinality({p \in Frames : At(p).call = "release"}) <= 1

\* A fatal error of a release leaves from the outermost call that drops, and no other release makes a call
\* fail.
R7FatalProp == [][\A t \in Threads :
  ~DeferredRelease /\ ~Idle(t) /\ Top(t).call = "release" /\ Len(stack'[t]) < Len(stack[t]) =>
    LET frames == stack'[t]
        drops(i)     == frames[i].call \in {"evict", "remove", "stop", "clear"}
        outermost(i) == drops(i) /\ \A j \in DOMAIN frames : drops(j) => j <= i
    IN \A i \in DOMAIN frames :
         frames[i].failed <=> Tail(stack[t])[i].failed \/ (Top(t).b \in ReleaseFatal /\ outermost(i))]_vars

\* Deferred releases begin in the order in which their entries left; a stop's own come last.
R8OldestProp == [][\A b \in Native : DeferredRelease /\ alive'[b] < alive[b] =>
  IF queue = <<>> THEN UNCHANGED queue ELSE queue = <<b>> \o queue']_vars

\* A put whose eviction has failed, or has not made enough free, is refused; any other stores.
R7PutProp == [][\A t \in Threads :
  In(t, "put", "evicted") /\ stack'[t] # stack[t] =>
    (Head(stack'[t]).at = "forget" <=> Top(t).failed \/ Size(Top(t).b) > pool - used)]_vars

------------------------------------------------------------------------------
(* R11, S4 *)

\* A payload that is being scanned is there.
S4ScanInv == \A t \in Tasks : In(t, "read", "scan") => Resident(Top(t).b)

\* A reader has his block, until a stop.
R11PinnedInv == ~ended => \A b \in Blocks : ~Unread(b) => Resident(b)

\* A task's read locks are its own doing, and an info that is made has none: what a stop has left of them
\* counts for nothing.
R11LocksProp == [][
  /\ ~ended => \A t \in Tasks : (\E b \in Blocks : readers'[b][t] # readers[b][t]) =>
       \A u \in Threads \ {t} : stack'[u] = stack[u] \/ Top(u).at = "asleep"
  /\ \A b \in Blocks : info[b] = Absent /\ info'[b] # Absent => \A t \in Tasks : readers'[b][t] = 0]_vars

\* R4, R11: what a reader finds is the most recent then; who finds nothing has no lock of it any more.  Only
\* who has no pin goes on to scan.
R11TouchProp == [][\A t \in Tasks :
  In(t, "read", "touch") /\ stack'[t] # stack[t] =>
    LET b == Top(t).b
    IN /\ lru' = IF Resident(b) THEN Append(Less(lru, b), b) ELSE lru
       /\ readers'[b][t] = IF Resident(b) THEN readers[b][t] ELSE AtLeast0(readers[b][t] - 1)
       /\ stack'[t] # <<>> <=> Resident(b) /\ b \in Native /\ ~Keeps("PinToScan")]_vars

\* R11: a task that has ended holds nothing.
R11EndProp == [][\A t \in Tasks :
  In(t, "end", "locks") /\ stack'[t] = <<>> =>
    exec'[t] = Inactive /\ \A b \in Blocks : readers'[b][t] = 0]_vars

------------------------------------------------------------------------------
(* R12 *)

\* What an eviction for execution has made free goes to execution; after one that has failed nothing does.
R12TakesProp == [][\A t \in Tasks :
  In(t, "ask", "evicted") /\ stack'[t] # stack[t] =>
    IF Top(t).failed THEN UNCHANGED <<pool, exec>> ELSE pool' = used']_vars

\* A request takes back what storage does not use or has borrowed, as far as it needs it, and evicts for
\* what of it is in use.
R12ReclaimProp == [][\A t \in Tasks :
  In(t, "ask", "lock") /\ stack'[t] # stack[t] =>
    LET kept  == Min(used, Region)
        asked == Min(pool, StorageMax - ExecutionUsed - Demand)
        left  == IF asked > kept THEN asked ELSE kept
    IN IF left < used
       THEN pool' = pool /\ Head(stack'[t]).call = "evict" /\ Head(stack'[t]).n = used - left
       ELSE pool' = left]_vars

\* A task gets what it asks for, as far as its share and what is free go; it sleeps instead if that is
\* neither all nor its least share.
R12AskProp == [][\A t \in Tasks :
  In(t, "ask", "lock") \/ In(t, "ask", "evicted") =>
    LET held    == AtLeast0(exec[t])
        active  == Cardinality({u \in Tasks : exec'[u] # Inactive})
        room    == StorageMax - pool'
        share   == (StorageMax - Min(used, Region)) \div active
        could   == Min(Min(Demand, AtLeast0(share - held)), room - ExecutionUsed)
        starves == could < Demand /\ (held + could) * 2 * active < room
    IN /\ stack'[t] = <<>> /\ ~Top(t).failed => ~starves /\ exec'[t] = held + could
       /\ stack'[t] # <<>> /\ Head(stack'[t]).at = "asleep" => starves /\ exec'[t] = held]_vars

------------------------------------------------------------------------------
(* R13 *)

\* When the manager has stopped and no call is left, neither is a payload.
Quiet == ended /\ \A t \in Threads : Idle(t)
R13StoppedInv == Quiet => queue = <<>> /\ \A b \in Native : alive[b] = 0

\* An eviction whose victim's lock a stop has taken fails, and drops nothing more; but a victim that is
\* gone is passed over.
Lost(t, v) == IF Top(t).at = "drop" THEN Resident(v) /\ info[v] # t ELSE info[v] = Absent
R13LostProp == [][\A t \in Threads :
  In(t, "evict", "drop") \/ In(t, "evict", "forget") \/ In(t, "evict", "giveUp") =>
    (stack'[t] # stack[t] /\ Lost(t, Head(Top(t).chosen)) =>
       /\ Head(stack'[t]).failed
       /\ Head(stack'[t]).at = IF Top(t).at = "giveUp" THEN "evicted" ELSE "giveUp")]_vars

\* A stop wakes all who sleep for a block.
R13WakesProp == [][ended' # ended => \A t \in Threads : \A f \in {stack'[t][i] : i \in DOMAIN stack'[t]} :
  f.at = "asleep" => f.b = NoBlock]_vars

\* What R13 accepts: a stop releases payloads whose readers have not given them back.
NeverReleasesPinned == [][\A b \in Native :
  alive'[b] < alive[b] => Unread(b)]_vars

------------------------------------------------------------------------------
(* Deadlock: as long as a call has not ended, some call goes on or some holder gives back.  TLC's own  *)
(* check would be content with a third task that begins calls for ever.                                *)

GivesLater(t) == GiveExecution(t) \/ \E b \in Blocks : Unlock(t, b) \/ EndUnlocks(t, b)
NoDeadlockInv ==
  (\E t \in Threads : ~Idle(t)) =>
    \/ \E t \in Threads : ENABLED <<Goes(t)>>_vars
    \/ \E t \in Tasks : ENABLED <<GivesLater(t)>>_vars

------------------------------------------------------------------------------
(* Liveness *)

\* Who can go on again and again does so in the end; readers give their locks back, and tasks
\* their execution memory.  Nobody has to begin a call.
Fairness ==
  /\ \A t \in Threads : SF_vars(Goes(t))
  /\ \A t \in Tasks : SF_vars(GiveExecution(t))
  /\ \A t \in Tasks, b \in Blocks : SF_vars(Unlock(t, b)) /\ WF_vars(EndUnlocks(t, b))
FairSpec == Spec /\ Fairness

\* The same with readers who never give back
SelfishSpec == Spec /\ \A t \in Threads : SF_vars(Goes(t))

\* The same if tasks with something to give back end again and again
EndingSpec == SelfishSpec /\ \A t \in Tasks : SF_vars(BeginEnd(t)) /\ \A b \in Blocks : WF_vars(EndUnlocks(t, b))

Calling(t, call) == \E i \in DOMAIN stack[t] : stack[t][i].call = call

PutsEndLive == \A t \in Tasks : Calling(t, "put") ~> ~Calling(t, "put")
AsksEndLive == \A t \in Tasks : Calling(t, "ask") ~> ~Calling(t, "ask")

\* A request may look at a block each time that a put has it locked, and sleep again: nobody wakes it when
\* the put is over.  It ends if the others stop putting in the end.
AsksEndUndisturbedLive == \A t \in Tasks :
  <>[](\A u \in Tasks \ {t} : ~Calling(u, "put")) => (Calling(t, "ask") ~> ~Calling(t, "ask"))
EndsEndLive == \A t \in Tasks : Calling(t, "end") ~> ~Calling(t, "end")
\* Who has something to give back, and is not in a call for ever, ends.
Holding(t) == exec[t] # Inactive \/ \E b \in Blocks : readers[b][t] > 0
HoldersEndLive == \A t \in Enders : []<>Idle(t) => (Holding(t) ~> ~Holding(t))
StopsEndLive == \A t \in Tasks : Calling(t, "stop") ~> ~Calling(t, "stop")

\* Whoever sleeps for a block is woken once the block is free and stays so.
NobodyForgottenLive == \A t \in Threads, b \in Blocks :
  []<>~(~Idle(t) /\ Top(t).b = b /\ Top(t).at = "asleep" /\ info[b] \in {Absent, Nobody} /\ Unread(b))

\* A removal ends if others leave its block alone in the end.  A block that is read again and again
\* may never be free when the removal looks: stock's lock favours nobody.
Removing(t, b) == ~Idle(t) /\ Top(t).call = "remove" /\ Top(t).b = b
Busy(t, b)     == \/ ~Unread(b) \/ info[b] \in Threads \ {t}
                  \/ \E u \in Tasks \ {t} : ~Idle(u) /\ Top(u).b = b /\ Top(u).call \in {"read", "remove"}
RemovesEndLive == \A t \in Tasks, b \in Blocks :
  <>[]~Busy(t, b) => (Removing(t, b) ~> ~Removing(t, b))

\* A read ends if nobody has the block's write lock in the end.
Reading(t, b) == ~Idle(t) /\ Top(t).call = "read" /\ Top(t).b = b
ReadsEndLive == \A t \in Tasks, b \in Blocks :
  <>[](info[b] \notin Threads) => (Reading(t, b) ~> ~Reading(t, b))

\* A victim is released.
Doomed(b) == \E p \in Frames : At(p).call = "evict" /\ At(p).at = "drop" /\ b \in Range(At(p).chosen)
VictimsReleasedLive == \A b \in Native : Doomed(b) \/ b \in Range(queue) ~> ~Doomed(b) /\ b \notin Range(queue)
=============================================================================
