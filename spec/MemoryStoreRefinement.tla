----------------------- MODULE MemoryStoreRefinement -----------------------
(***************************************************************************)
(* The lock level refines ConcurrentContract.  The victims of an eviction  *)
(* leave when the last of them has been locked: from then on whoever asks  *)
(* for one waits for its lock, and finds nothing.                          *)
(***************************************************************************)
EXTENDS MemoryStoreProperties

\* F(x), with x evaluated once: TLC evaluates a name, and a LET under a prime, at each use.
Bound(x, F(_)) == CHOOSE y \in {F(v) : v \in {x}} : TRUE

Chosen == UNION {{b \in Range(At(p).chosen) : info[b] = p[1]} : p \in {q \in Frames :
            At(q).call = "evict" /\ At(q).at \in {"drop", "forget"}}}

\* Bytes that the abstract store has back, and this one not yet: of victims, and of releases under
\* the monitor.
Underway(p) == IF At(p).call = "release" /\ ~DeferredRelease THEN Size(At(p).b) ELSE 0
VictimBytes == Bound(Chosen, LAMBDA chosen :
  SizeOf(SelectSeq(lru, LAMBDA b : b \in chosen /\ ~(DeferredRelease /\ b \in Native))))

\* Deferred, a native entry's bytes are out until its release has returned them.
Returning ==
  IF ~DeferredRelease THEN [b \in Native |-> 0]
  ELSE Bound(<<Chosen, Frames>>, LAMBDA now : [b \in Native |->
         Count(queue, b) + (IF b \in now[1] /\ Resident(b) THEN 1 ELSE 0)
         + Cardinality({p \in now[2] : At(p).call = "release" /\ At(p).b = b})
         + SumOf([p \in now[2] |-> Owed(p, b)], now[2])])
Reserving == {At(p).b : p \in {q \in Frames : At(q).call = "put" /\ At(q).at = "add"}}

\* A stop has taken all read locks away.
AbstractReaders == [b \in Blocks |-> [t \in Tasks |-> IF ended THEN 0 ELSE readers[b][t]]]

AbstractLru  == Bound(Chosen, LAMBDA chosen : SelectSeq(lru, LAMBDA b : b \notin chosen))
AbstractUsed == used - VictimBytes - SumOf([p \in Frames |-> Underway(p)], Frames)

Concurrent == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, readers <- AbstractReaders, reserved <- Reserving,
  returning <- Returning, Skips <- TRUE

\* What it does not refine: a contract in which the choice of victims is explained by one instant.
OneInstant == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, readers <- AbstractReaders, reserved <- Reserving,
  returning <- Returning, Skips <- FALSE

RefinesConcurrentContract == Concurrent!Refined
RefinesOneInstant == OneInstant!Refined

\* Bytes and releases match in the contract's terms, too.
ContractBytesInv == Concurrent!BytesInv
ContractReleasesInv == Concurrent!ReleasesInv
=============================================================================
