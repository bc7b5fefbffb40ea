----------------------- MODULE MemoryStoreRefinement -----------------------
(***************************************************************************)
(* The lock level refines ConcurrentContract.  The victims of an eviction  *)
(* leave when the last of them has been locked: from then on whoever asks  *)
(* for one waits for its lock, and finds nothing.                          *)
(***************************************************************************)
EXTENDS MemoryStoreProperties

Chosen == UNION {{b \in Range(At(p).chosen) : info[b] = p[1]} : p \in {q \in Frames :
            At(q).call = "evict" /\ At(q).at \in {"drop", "forget"}}}

\* Bytes that the abstract store has back, and this one not yet: of victims, and of releases under
\* the monitor.
Underway(p) == IF At(p).call = "release" /\ ~DeferredRelease THEN Size(At(p).b) ELSE 0
VictimBytes == SizeOf(SelectSeq(lru, LAMBDA b : b \in Chosen /\ ~(DeferredRelease /\ b \in Native)))

\* Deferred, a native entry's bytes are out until its release has returned them.
Returning == [b \in Native |->
  IF ~DeferredRelease THEN 0
  ELSE Count(queue, b) + (IF b \in Chosen /\ Resident(b) THEN 1 ELSE 0)
         + Cardinality({p \in Frames : At(p).call = "release" /\ At(p).b = b})
         + SumOf([p \in Frames |-> Owed(p, b)], Frames)]
Reserving == {At(p).b : p \in {q \in Frames : At(q).call = "put" /\ At(q).at = "add"}}

\* A stop has taken all read locks away.
AbstractReaders == [b \in Blocks |-> [t \in Tasks |-> IF ended THEN 0 ELSE readers[b][t]]]

AbstractLru  == SelectSeq(lru, LAMBDA b : b \notin Chosen)
AbstractUsed == used - VictimBytes - SumOf([p \in Frames |-> Underway(p)], Frames)

Concurrent == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, readers <- AbstractReaders, reserved <- Reserving,
  returning <- Returning, Skips <- TRUE

\* What it does not refine: a contract in which the choice of victims is explained by one instant.
OneInstant == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, readers <- AbstractReaders, reserved <- Reserving,
  returning <- Returning, Skips <- FALSE

RefinesConcurrentContract == Concurrent!Spec
RefinesOneInstant == OneInstant!Spec

\* Bytes and releases match in the contract's terms, too.
ContractBytesInv == Concurrent!BytesInv
ContractReleasesInv == Concurrent!ReleasesInv
=============================================================================
