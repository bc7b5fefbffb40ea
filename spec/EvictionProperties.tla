------------------------- MODULE EvictionProperties -------------------------
(***************************************************************************)
(* The rules of the contract as formulas on EvictionContract.  They are    *)
(* written from the rules' text, not from the actions: an eviction is      *)
(* explained by what was evictable, not by walking the order again.        *)
(***************************************************************************)
EXTENDS EvictionContract

Puts == {"PutNative", "PutSerialized", "PutDeserialized"}
JvmBlocks == Serialized \cup Deserialized

TypeOK ==
  /\ lru \in Seq(Blocks)
  /\ locks \in [Blocks -> [Tasks -> 0..LocksMax]]
  /\ releases \in [Native -> Nat]
  /\ used \in [Modes -> Nat] /\ pool \in [Modes -> Nat]
  /\ unroll \in [Modes -> [Tasks -> Nat]]
  /\ exec \in [Modes -> [Tasks -> Nat \cup {Inactive}]]

Call      == outcome'.call[1]
Caller    == outcome'.call[2]     \* the task, in all calls but Clear
Target    == outcome'.call[3]     \* the block, in calls that name one
Resulted  == outcome'.result
Events    == outcome'.events
Evictions == outcome'.evictions

Leaves(b)  == Resident(b) /\ b \notin Range(lru')
Enters(b)  == ~Resident(b) /\ b \in Range(lru')
Victims    == UNION {Range(Evictions[i].victims) : i \in DOMAIN Evictions}
Times(e)   == Cardinality({i \in DOMAIN Events : Events[i] = e})
Place(e)   == CHOOSE i \in DOMAIN Events : Events[i] = e

Before(order, x, y) ==
  \E i, j \in DOMAIN order : i < j /\ order[i] = x /\ order[j] = y

Only(order, S) == SelectSeq(order, LAMBDA b : b \in S)

\* The victims whose bytes are back before the call ends: with deferred releases the native ones
\* give theirs back after it (R8).
AtHand(S) == IF DeferredRelease THEN S \ Native ELSE S

\* What tasks hold together.  Not by the operators that the actions use: a slip in those would hide itself.
RECURSIVE Total(_, _)
Total(f, S) == IF S = {} THEN 0
               ELSE LET t == CHOOSE t \in S : TRUE
                    IN (IF f[t] = Inactive THEN 0 ELSE f[t]) + Total(f, S \ {t})
ExecutionHeld(m) == Total(exec[m], Tasks)
HeldBy(m, t)     == IF exec[m][t] = Inactive THEN 0 ELSE exec[m][t]

\* The answer to a call, when the next step is that call's.
Answers(call) == outcome'.call = call

------------------------------------------------------------------------------
(* R1 put *)

R1PutProp == [][Call = "PutNative" =>
  LET b == Target IN
  /\ Resulted \in {"STORED", "NO_SPACE", "DUPLICATE", "FATAL"}
  /\ Resident(b) <=> Resulted = "DUPLICATE"
  /\ Resulted = "DUPLICATE" => UNCHANGED vars
  /\ Resulted = "STORED" <=> Enters(b)
  /\ Resulted = "STORED" => /\ Last(lru') = b
                            /\ used'[Mode(b)] = used[Mode(b)] + Size(b) - SizeOf(Victims)
  /\ Resulted \in {"NO_SPACE", "FATAL"} => used'[Mode(b)] = used[Mode(b)] - SizeOf(Victims)
  \* No space: it can never fit beside execution, or an eviction could not reach what was lacking;
  \* with deferred releases, could not reach it by the bytes that were back in time.
  /\ Resulted = "NO_SPACE" =>
       \/ Size(b) > Max(Mode(b)) - ExecutionHeld(Mode(b))
       \/ \E i \in DOMAIN Evictions : IF DeferredRelease
            THEN SizeOf(AtHand(Range(Evictions[i].victims))) < Evictions[i].space
            ELSE Evictions[i].victims = <<>>
  /\ Resulted = "NO_SPACE" => IF DeferredRelease THEN lru' = Only(lru, Range(lru) \ Victims)
                              ELSE Victims = {} /\ lru' = lru
  /\ Times(<<"released", b>>) = 0]_all

(* R3 accounting *)

Entries(m) == {b \in Range(lru) : Mode(b) = m}

R3AccountingInv == \A m \in Modes :
  /\ used[m] = SizeOf(Entries(m)) + Total(unroll[m], Tasks)
  /\ 0 <= used[m] /\ used[m] <= pool[m]
  /\ 0 <= pool[m] /\ pool[m] <= Max(m)
  /\ ExecutionHeld(m) <= Max(m) - pool[m]

\* Unroll memory is given back whole, and only where there is some.
R3UnrollProp == [][Call = "ReleaseUnroll" =>
  LET m == outcome'.call[3] IN
  /\ outcome'.amount = unroll[m][Caller] /\ outcome'.amount > 0
  /\ unroll'[m][Caller] = 0]_all

\* What a call asks for in mode m
Wants(m) ==
  CASE Call \in {"PutNative", "PutSerialized"} -> IF Mode(Target) = m THEN Size(Target) ELSE 0
    [] Call = "PutDeserialized" -> IF m # "ON_HEAP" THEN 0
                                   ELSE IF Size(Target) > UnrollThreshold THEN Size(Target)
                                   ELSE UnrollThreshold
    [] Call = "AcquireUnroll"   -> IF outcome'.call[3] = m THEN UnrollThreshold ELSE 0
    [] OTHER                    -> 0

\* The boundary between the pools moves by what a call lacks, and for execution's asks alone it moves
\* down (R12).  What can never fit beside execution moves and evicts nothing.
R3PoolProp == [][(pool' # pool \/ Evictions # <<>>) => \A m \in Modes :
  /\ pool'[m] > pool[m] => pool'[m] - pool[m] <= Wants(m) - (pool[m] - used[m])
  /\ pool'[m] < pool[m] => Call = "AcquireExecution" /\ outcome'.call[3] = m
  /\ Call # "PutDeserialized" /\ Wants(m) > Max(m) - ExecutionHeld(m) =>
       Evictions = <<>> /\ UNCHANGED pool]_all

(* R4 unified LRU *)

R4OneOrderInv == \A i, j \in DOMAIN lru : lru[i] = lru[j] => i = j

\* A put or a read makes its block the most recent; nothing else changes anybody's place.
R4RecencyProp == [][
  LET touches == \/ Call \in {"Get", "Pin"} /\ Resulted # "ABSENT"
                 \/ Call \in Puts /\ Resulted = "STORED"
      others  == (Range(lru) \cap Range(lru')) \ (IF touches THEN {Target} ELSE {})
  IN /\ touches => Last(lru') = Target
     /\ lru' # lru => Only(lru, others) = Only(lru', others)]_all

\* The i-th eviction of the call saw what the earlier ones left.
Left(i) == SelectSeq(lru, LAMBDA b : \A j \in 1..(i - 1) : b \notin Range(Evictions[j].victims))

\* Victims are the least recent evictable entries, as few as reach the space, or none at all.
ExplainedByRecency(i) ==
  LET e         == Evictions[i]
      order     == Left(i)
      evictable == {b \in Range(order) : /\ Mode(b) = e.mode
                                         /\ \A t \in Tasks : locks[b][t] = 0
                                         /\ ~(e.owner # NoOwner /\ Owner(b) = e.owner)}
      chosen    == Range(e.victims)
  IN IF SizeOf(evictable) < e.space THEN e.victims = <<>>
     ELSE /\ chosen \subseteq evictable
          /\ \A x \in chosen, y \in evictable \ chosen : Before(order, x, y)
          /\ \A k, l \in DOMAIN e.victims : k < l => Before(order, e.victims[k], e.victims[l])
          /\ SizeOf(chosen) >= e.space
          /\ SizeOf(chosen) - Size(Last(e.victims)) < e.space

\* What n units lack at the i-th eviction, all that execution leaves free being borrowed first.
Lacking(i, n) ==
  LET m == Evictions[i].mode
  IN n + ExecutionHeld(m) + used[m] - Max(m)
       - SizeOf(AtHand(UNION {Range(Evictions[j].victims) : j \in 1..(i - 1)}))

\* No eviction asks for more than what is lacking.
AsksForTheLack(i) ==
  LET space == Evictions[i].space
  IN /\ space > 0
     /\ Call \in {"PutNative", "PutSerialized"} => space = Lacking(i, Size(Target))
     /\ Call = "AcquireUnroll" => space = Lacking(i, UnrollThreshold)
     /\ Call = "PutDeserialized" =>
          \/ space = Lacking(i, UnrollThreshold)
          \/ Size(Target) > UnrollThreshold /\ space = Lacking(i, Size(Target))

R4EvictionProp == [][
  /\ \A i \in DOMAIN Evictions : AsksForTheLack(i)
  /\ \A i \in DOMAIN Evictions : ExplainedByRecency(i)
  /\ Call \notin {"Remove", "Clear"} => Range(lru) \ Range(lru') = Victims
  /\ Call \in Puts => \A i \in DOMAIN Evictions : Evictions[i].owner = Owner(Target)]_all

(* R5 release exactly once *)

R5ReleaseInv == \A b \in Native :
  releases[b] <= 1 /\ (Resident(b) => releases[b] = 0)

R5ReleaseProp == [][
  IF lru' = lru /\ Events = <<>> THEN UNCHANGED releases
  ELSE /\ \A b \in Native :
            /\ Leaves(b) => releases'[b] = releases[b] + 1 /\ Times(<<"released", b>>) = 1
            /\ Enters(b) => releases'[b] = 0
            /\ ~Leaves(b) => Times(<<"released", b>>) = 0
            /\ ~Leaves(b) /\ ~Enters(b) => releases'[b] = releases[b]
            /\ Leaves(b) /\ Call # "Clear" => \A t \in Tasks : locks[b][t] = 0
       /\ \A b \in JvmBlocks : Times(<<"released", b>>) = 0]_all

(* R6 order *)

\* At shutdown the block infos go first (R13), so only the first three stand in order there.  With
\* deferred releases a native block's info goes before its release.
R6OrderProp == [][lru' # lru => \A b \in Range(lru) \ Range(lru') :
  /\ Times(<<"leaves", b>>) = 1 /\ Times(<<"returned", b>>) = 1
  /\ Place(<<"leaves", b>>) < Place(<<"returned", b>>)
  /\ b \in Native => /\ Place(<<"leaves", b>>) < Place(<<"released", b>>)
                     /\ Place(<<"released", b>>) < Place(<<"returned", b>>)
  /\ Call # "Clear" => /\ Times(<<"forgotten", b>>) = 1
                       /\ IF DeferredRelease /\ b \in Native
                          THEN /\ Place(<<"leaves", b>>) < Place(<<"forgotten", b>>)
                               /\ Place(<<"forgotten", b>>) < Place(<<"released", b>>)
                          ELSE Place(<<"returned", b>>) < Place(<<"forgotten", b>>)]_all

(* R7 a release that throws *)

\* An ordinary error leaves no mark of its own: what the property says is that all else goes on.
\* A fatal error of a deferred release is not the caller's, unless the call is a clear: that runs the
\* releases itself.

R7ThrowProp == [][
  LET releasing == {Events[i][2] : i \in {j \in DOMAIN Events : Events[j][1] = "released"}} IN
  /\ \A b \in releasing \cap (ReleaseThrows \cup ReleaseFatal) :
       Leaves(b) /\ Times(<<"returned", b>>) = 1
  /\ releasing \cap (ReleaseThrows \cup ReleaseFatal) # {} => \A v \in Victims : Leaves(v)
  /\ Resulted = "FATAL" <=> /\ ~DeferredRelease \/ Call = "Clear"
                          /\ releasing \cap ReleaseFatal # {}]_all

(* R8 locks inside release *)

\* Deferred: no release runs before the call is through with every entry (a clear: with every native
\* one), and none of the bytes that a release gives back was on offer to the call that dropped it.
R8DeferredProp == [][DeferredRelease =>
  /\ \A i, j \in DOMAIN Events :
       /\ Events[i][1] = "released" /\ Events[j][1] \in {"leaves", "forgotten"}
       /\ Call = "Clear" => Events[j][2] \in Native
       => j < i
  /\ \A m \in Modes :
       used'[m] + SizeOf({b \in Native : Leaves(b) /\ Mode(b) = m}) <= pool'[m]]_all

(* R11 pin *)

R11LockedInv == \A b \in Blocks : ~Unlocked(b) => Resident(b)

\* Only the bound of a config keeps a read from being answered.  (TLC takes its time to say what is
\* ENABLED: these three are in the small configs.)
R11AnswerInv == \A t \in Tasks :
  /\ \A b \in Blocks : Resident(b) /\ locks[b][t] < LocksMax =>
       IF b \in Native THEN ENABLED (Pin(t, b) /\ Answers(<<"Pin", t, b>>))
       ELSE ENABLED (Get(t, b) /\ Answers(<<"Get", t, b>>))
  /\ \A b \in Blocks : ~Resident(b) =>
       IF b \in Native THEN ENABLED (Pin(t, b) /\ Answers(<<"Pin", t, b>>))
       ELSE ENABLED (Get(t, b) /\ Answers(<<"Get", t, b>>))
  /\ \A b \in Blocks : locks[b][t] > 0 => ENABLED (Unlock(t, b) /\ Answers(<<"Unlock", t, b>>))
  /\ ENABLED (TaskEnd(t) /\ Answers(<<"TaskEnd", t>>))

R11PinProp == [][
  /\ Call # "Clear" => \A b \in Range(lru) \ Range(lru') : Unlocked(b)
  /\ Call = "Pin" => Resulted = (IF Resident(Target) THEN "PINNED" ELSE "ABSENT")
  /\ Call = "Get" => Resulted = (IF Resident(Target) THEN "HIT" ELSE "ABSENT")
  \* A lock is held from the read or the pin that took it until its task gives it back or ends.
  /\ Call \in {"Get", "Pin"} => IF Resulted = "ABSENT" THEN UNCHANGED locks
                                ELSE locks' = [locks EXCEPT ![Target][Caller] = @ + 1]
  /\ Call = "Unlock" => locks' = [locks EXCEPT ![Target][Caller] = @ - 1]
  /\ Call = "TaskEnd" => locks' = [b \in Blocks |-> [locks[b] EXCEPT ![Caller] = 0]]
  /\ Call \notin {"Get", "Pin", "Unlock", "TaskEnd", "Clear"} => UNCHANGED locks]_all

(* R12 execution pressure *)

R12ExecutionProp == [][
  /\ Call \notin {"AcquireExecution", "ReleaseExecution", "TaskEnd"} => UNCHANGED exec
  /\ Call = "AcquireExecution" => \A i \in DOMAIN Evictions :
       LET m == Evictions[i].mode IN
       /\ Evictions[i].owner = NoOwner
       /\ Evictions[i].space <= pool[m] - Region(m) - (pool[m] - used[m])]_all

\* Who gives memory back never waits.
R12AnswerInv == \A t \in Tasks :
  /\ \A m \in ExecutionModes, n \in Demands : exec[m][t] # Inactive =>
       ENABLED (ReleaseExecution(t, m, n) /\ Answers(<<"ReleaseExecution", t, m, n>>))
  /\ \A m \in Modes : unroll[m][t] > 0 =>
       ENABLED (ReleaseUnroll(t, m) /\ Answers(<<"ReleaseUnroll", t, m>>))

\* Who holds what follows from what was granted and given back.
R12BooksProp == [][
  LET m    == outcome'.call[3]
      held == HeldBy(m, Caller)
      back == IF outcome'.call[4] < held THEN outcome'.call[4] ELSE held
  IN CASE Call = "AcquireExecution" ->
            exec' = [exec EXCEPT ![m][Caller] = held + outcome'.amount]
       [] Call = "ReleaseExecution" ->
            /\ outcome'.amount = back
            /\ exec' = [exec EXCEPT ![m][Caller] = IF back = held THEN Inactive ELSE held - back]
       [] Call = "TaskEnd" -> exec' = [n \in Modes |-> [exec[n] EXCEPT ![Caller] = Inactive]]
       [] OTHER -> UNCHANGED exec]_all

\* The two limits of Spark's execution pool: nobody has more than his share of all that is not
\* protected for storage, and whoever is granted less than he asked has at least half of an even part
\* of the pool.  Within them all that is free is granted.
R12GrantProp == [][Call = "AcquireExecution" =>
  LET m      == outcome'.call[3]
      n      == outcome'.call[4]
      held   == HeldBy(m, Caller)
      active == Cardinality({t \in Tasks : exec'[m][t] # Inactive})
      inUse  == used'[m] + (IF DeferredRelease THEN SizeOf(Victims \cap Native) ELSE 0)
      room   == Max(m) - pool'[m]
      share  == (Max(m) - (IF inUse < Region(m) THEN inUse ELSE Region(m))) \div active
      free   == room - ExecutionHeld(m)
  IN IF Resulted = "FATAL" THEN outcome'.amount = 0
     ELSE /\ outcome'.amount <= n /\ outcome'.amount <= free
          /\ held + outcome'.amount <= (IF share > held THEN share ELSE held)
          /\ outcome'.amount < n => /\ outcome'.amount = free \/ held + outcome'.amount >= share
                                    /\ (held + outcome'.amount) * 2 * active >= room]_all

\* Execution takes what it lacks: first what storage does not use, then what storage had borrowed.
R12TakesProp == [][Call = "AcquireExecution" =>
  LET m        == outcome'.call[3]
      lacks    == outcome'.call[4] + ExecutionHeld(m) - (Max(m) - pool[m])
      free     == pool[m] - used[m]
      borrowed == pool[m] - Region(m)
      most     == IF free > borrowed THEN free ELSE borrowed
      takes    == IF lacks < 0 THEN 0 ELSE IF lacks < most THEN lacks ELSE most
  IN /\ IF takes > free THEN Len(Evictions) = 1 /\ Evictions[1].space = takes - free
        ELSE Evictions = <<>>
     /\ pool'[m] = IF Resulted = "FATAL" THEN pool[m]
                   ELSE pool[m] - (IF takes < free THEN takes ELSE free) - SizeOf(AtHand(Victims))]_all

(* R13 end *)

\* What is not there is not waited for.  (Of a call that evicts or drops it takes far too long; the Reach
\* configs speak of those.)
R13AnswerInv == \A t \in Tasks, b \in Blocks :
  ~Resident(b) => ENABLED (Remove(t, b) /\ Answers(<<"Remove", t, b>>))

R13EndProp == [][
  /\ Call = "Clear" => /\ lru' = <<>> /\ used' = [m \in Modes |-> 0]
                       /\ \A b \in Range(lru) \cap Native : releases'[b] = 1
                       /\ \A i \in DOMAIN Events : Events[i][1] # "forgotten"
  /\ Call = "Remove" /\ ~Resident(Target) => Resulted = "ABSENT" /\ UNCHANGED vars
  /\ Call = "Remove" /\ Resident(Target) => Resulted \in {"REMOVED", "FATAL"} /\ Leaves(Target)]_all

------------------------------------------------------------------------------
(* Reachability: each of these must happen somewhere, else a rule above could hold *)
(* for want of cases.  The configs MC…Reach… claim that it never does, and fail.    *)

VictimsOf(kinds) == {b \in Victims : b \in kinds}

NativeEvictedByJvmPutReachable ==
  Call \in {"PutSerialized", "PutDeserialized"} /\ VictimsOf(Native) # {}
JvmEvictedByNativePutReachable ==
  Call = "PutNative" /\ VictimsOf(JvmBlocks) # {}
BothKindsEvictedReachable ==
  \E i \in DOMAIN Evictions : /\ Range(Evictions[i].victims) \cap Native # {}
                              /\ Range(Evictions[i].victims) \cap JvmBlocks # {}
PinnedOldestSkippedReachable ==
  /\ lru # <<>> /\ Head(lru) \in Native /\ ~Unlocked(Head(lru))
  /\ \E i \in DOMAIN Evictions : Evictions[i].mode = Mode(Head(lru)) /\ Evictions[i].victims # <<>>
EvictionGivesUpReachable ==
  \E i \in DOMAIN Evictions : Evictions[i].victims = <<>> /\ \E b \in Range(lru) :
     Evictable(b, Evictions[i].mode, Evictions[i].owner)
ExecutionTakesFromNativeReachable ==
  Call = "AcquireExecution" /\ VictimsOf(Native) # {}
FatalReleaseAmongVictimsReachable ==
  Resulted = "FATAL" /\ Cardinality(Victims) > 1

\* What deferral costs (R8): a put is told NO_SPACE though its victims reached all that it asked.
DeferredNoSpaceReachable ==
  /\ Call \in Puts /\ Resulted = "NO_SPACE" /\ Evictions # <<>>
  /\ \A i \in DOMAIN Evictions : SizeOf(Range(Evictions[i].victims)) >= Evictions[i].space

\* The same for execution memory: all that was free is granted, and it is less than was asked, though
\* with the bytes of its victims there is enough.
DeferredGrantsLessReachable ==
  /\ Call = "AcquireExecution" /\ Victims # {}
  /\ LET m == outcome'.call[3]
         n == outcome'.call[4]
     IN /\ outcome'.amount < n
        /\ outcome'.amount = Max(m) - pool'[m] - ExecutionUsed(m)
        /\ n <= Max(m) - used[m] - ExecutionUsed(m) + SizeOf(Victims)

\* Each way in which a put or a reservation ends.  The properties say when it may; these, that it does.
DuplicateReachable       == Call \in {"PutNative", "PutSerialized"} /\ Resulted = "DUPLICATE"
DuplicateValuesReachable == Call = "PutDeserialized" /\ Resulted = "DUPLICATE"
NoSpaceReachable         == Call \in {"PutNative", "PutSerialized"} /\ Resulted = "NO_SPACE"
UnrollFailsReachable     == Call = "PutDeserialized" /\ Resulted = "NO_SPACE" /\ outcome'.amount = 0
HalfUnrolledReachable    == Call = "PutDeserialized" /\ Resulted = "NO_SPACE" /\ outcome'.amount > 0
UnrollGrantedReachable   == Call = "AcquireUnroll" /\ Resulted = "GRANTED"
UnrollRefusedReachable   == Call = "AcquireUnroll" /\ Resulted = "NO_SPACE"
RemovedReachable         == Call = "Remove" /\ Resulted = "REMOVED"

\* The least share of execution memory is a reason to wait: not for who gets all that it asks for, and
\* not for who finds others with all there is, and is told of a fatal release instead.
AllGrantedBelowShareReachable ==
  /\ Call = "AcquireExecution" /\ Resulted = "GRANTED" /\ outcome'.amount = outcome'.call[4]
  /\ LET m == outcome'.call[3]
     IN outcome'.amount * 2 < Max(m) - pool'[m] /\ exec[m][Caller] = Inactive
FatalWhileStarvedReachable ==
  /\ Call = "AcquireExecution" /\ Resulted = "FATAL"
  /\ LET m == outcome'.call[3]
     IN exec[m][Caller] = Inactive /\ 0 < ExecutionUsed(m) /\ ExecutionUsed(m) = Max(m) - pool'[m]

NeverDuplicate       == [][~DuplicateReachable]_all
NeverDuplicateValues == [][~DuplicateValuesReachable]_all
NeverNoSpace         == [][~NoSpaceReachable]_all
NeverUnrollFails     == [][~UnrollFailsReachable]_all
NeverHalfUnrolled    == [][~HalfUnrolledReachable]_all
NeverUnrollGranted   == [][~UnrollGrantedReachable]_all
NeverUnrollRefused   == [][~UnrollRefusedReachable]_all
NeverRemoved         == [][~RemovedReachable]_all
NeverFatalWhileStarved    == [][~FatalWhileStarvedReachable]_all
NeverAllGrantedBelowShare == [][~AllGrantedBelowShareReachable]_all

NeverNativeEvictedByJvmPut    == [][~NativeEvictedByJvmPutReachable]_all
NeverJvmEvictedByNativePut    == [][~JvmEvictedByNativePutReachable]_all
NeverBothKindsEvicted         == [][~BothKindsEvictedReachable]_all
NeverPinnedOldestSkipped      == [][~PinnedOldestSkippedReachable]_all
NeverEvictionGivesUp          == [][~EvictionGivesUpReachable]_all
NeverExecutionTakesFromNative == [][~ExecutionTakesFromNativeReachable]_all
NeverFatalReleaseAmongVictims == [][~FatalReleaseAmongVictimsReachable]_all
NeverDeferredNoSpace          == [][~DeferredNoSpaceReachable]_all
NeverDeferredGrantsLess       == [][~DeferredGrantsLessReachable]_all
=============================================================================
