---------------------- MODULE ReleaseProtocolInvariants ----------------------
(***************************************************************************)
(* Release exactly once, and why: R5 in one formula, the inductive         *)
(* invariant that implies it, and specifications that start from every     *)
(* state that the types allow and a candidate holds in, reachable or not.  *)
(***************************************************************************)
EXTENDS ReleaseProtocol

TypeOK ==
  /\ writer \in [Blocks -> Tasks \cup {Nobody, Absent}]
  /\ pins \in [Registrations -> SUBSET Tasks]
  /\ entry \in SUBSET Registrations
  /\ payload \in [Registrations -> {"none", "registered", "releasing", "released"}]
  /\ releases \in [Registrations -> 0..2]
  /\ runner \in [Registrations -> Tasks \cup {Nobody}]
  /\ queued \in SUBSET Registrations
  /\ owed \in [Registrations -> Tasks \cup {Nobody}]
  /\ cleared \in SUBSET Registrations
  /\ stage \in [Tasks -> [Blocks -> Stages]]
  /\ clearing \in SUBSET Tasks
  /\ monitor \in Tasks \cup {Nobody}
  /\ ended \in BOOLEAN

------------------------------------------------------------------------------
(* R5 *)

Ran(r)     == payload[r] \in {"releasing", "released"}
Waiting(r) == r \in entry \/ r \in queued \/ owed[r] # Nobody

R5ReleaseOnceInv == \A r \in Registrations :
  /\ releases[r] <= 1
  /\ r \in entry => releases[r] = 0
  /\ Ran(r) <=> releases[r] = 1
  /\ payload[r] = "registered" => Waiting(r)     \* its release is still to come, from somewhere
  /\ Ran(r) => ~Waiting(r)                       \* ... and not again
  /\ payload[r] = "releasing" => pins[r] = {} \/ r \in cleared \/ ended

------------------------------------------------------------------------------
(* The inductive invariant *)

\* A release counts once, when it begins.
CountInv == \A r \in Registrations : releases[r] = IF Ran(r) THEN 1 ELSE 0

\* What is registered and not released is in one place: the map, the queue, or a clear's hands.
PlaceInv == \A r \in Registrations :
  /\ payload[r] = "registered" <=> Waiting(r)
  /\ r \in entry => r \notin queued /\ owed[r] = Nobody
  /\ r \in queued => owed[r] = Nobody

\* One entry a block
OneEntryInv == \A r, q \in entry : Of[r] = Of[q] => r = q

\* What runs has a runner, under the monitor or one at a time (R8).
RunnerInv == \A r \in Registrations :
  /\ payload[r] = "releasing" => runner[r] # Nobody
  /\ runner[r] # Nobody => Ran(r)
  /\ runner[r] # Nobody /\ ~DeferredRelease => payload[r] = "releasing" /\ monitor = runner[r]
  /\ \A q \in Registrations : runner[r] # Nobody /\ runner[q] # Nobody => runner[r] = runner[q]

\* A clear holds the monitor to its end, or has all entries from its beginning.
ClearInv ==
  /\ ~DeferredRelease => /\ queued = {} /\ \A r \in Registrations : owed[r] = Nobody
                         /\ \A t \in clearing : monitor = t
  /\ DeferredRelease  => /\ clearing # {} => entry = {}
                         /\ \A r \in Registrations : owed[r] # Nobody => owed[r] \in clearing

\* Whoever is at work on a block has its write lock, until a stop takes all locks away.
LockInv ==
  /\ ~ended => \A t \in Tasks, b \in Blocks : stage[t][b] # "idle" => writer[b] = t
  /\ ended  => /\ \A b \in Blocks : writer[b] = Absent
               /\ \A r \in Registrations : pins[r] = {}
               /\ \A t \in Tasks, b \in Blocks : stage[t][b] \notin {"stored", "forgetting"}

\* An entry has a block info; nobody is about to forget it, or to put another.
InfoInv == ~ended => \A r \in entry :
  /\ writer[Of[r]] # Absent
  /\ \A t \in Tasks : stage[t][Of[r]] \notin {"putting", "forgetting"}

\* Readers or one writer; what is pinned is there, unless a clear took it.
PinInv == \A r \in Registrations : pins[r] # {} =>
  /\ writer[Of[r]] = Nobody
  /\ r \in entry \cup cleared

\* R6: under the monitor the block info outlives the release.
ForgetInv == ~DeferredRelease /\ ~ended => \A r \in Registrations :
  runner[r] # Nobody /\ r \notin cleared => stage[runner[r]][Of[r]] = "forgetting"

ReleaseInductiveInv ==
  /\ CountInv /\ PlaceInv /\ OneEntryInv /\ RunnerInv /\ ClearInv /\ LockInv
  /\ InfoInv /\ PinInv /\ ForgetInv

------------------------------------------------------------------------------
(* Induction: every state that a candidate allows is an initial one *)

\* TypeOK /\ ReleaseInductiveInv, in an order in which TLC gets through: each conjunct stands as soon
\* as the variables that it speaks of have values.
InductiveInit ==
  /\ ended \in BOOLEAN
  /\ clearing \in SUBSET Tasks
  /\ monitor \in Tasks \cup {Nobody}
  /\ payload \in [Registrations -> {"none", "registered", "releasing", "released"}]
  /\ releases \in [Registrations -> 0..2] /\ CountInv
  /\ entry \in SUBSET Registrations /\ OneEntryInv
  /\ queued \in SUBSET Registrations
  /\ owed \in [Registrations -> Tasks \cup {Nobody}] /\ PlaceInv /\ ClearInv
  /\ runner \in [Registrations -> Tasks \cup {Nobody}] /\ RunnerInv
  /\ cleared \in SUBSET Registrations
  /\ writer \in [Blocks -> Tasks \cup {Nobody, Absent}]
  /\ pins \in [Registrations -> SUBSET Tasks] /\ PinInv
  /\ stage \in [Tasks -> [Blocks -> Stages]] /\ LockInv /\ InfoInv /\ ForgetInv

InductiveSpec == InductiveInit /\ [][Next]_vars

\* R5 alone as a candidate: true in all reachable states, and not inductive.
R5AloneSpec == TypeOK /\ R5ReleaseOnceInv /\ [][Next]_vars
=============================================================================
