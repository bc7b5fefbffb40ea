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

AbstractLru  == SelectSeq(lru, LAMBDA b : b \notin Chosen)
AbstractUsed == used - VictimBytes - SumOf([p \in Frames |-> Underway(p)], Frames)

Concurrent == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, Skips <- TRUE

\* What it does not refine: a contract in which the choice of victims is explained by one instant.
OneInstant == INSTANCE ConcurrentContract WITH
  lru <- AbstractLru, used <- AbstractUsed, Skips <- FALSE

RefinesConcurrentContract == Concurrent!Spec
RefinesOneInstant == OneInstant!Spec
=============================================================================
