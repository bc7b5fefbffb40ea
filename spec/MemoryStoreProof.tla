-------------------------- MODULE MemoryStoreProof --------------------------
(***************************************************************************)
(* The lock level refines ReleaseProtocol, so that what is proved there    *)
(* holds of the store that is specified here.                              *)
(*                                                                         *)
(* The store does not name its registrations; three history variables do:  *)
(* <<b, k>> is the k-th put of block b.  They follow each step and keep    *)
(* none from happening.  A block's registrations begin their releases in   *)
(* the order of their puts: the queue is first in, first out, and a clear  *)
(* runs it before its own.                                                 *)
(***************************************************************************)
EXTENDS MemoryStoreProperties

CONSTANT PutsMax   \* bound: registrations of one block

VARIABLES
  puts,      \* [native block -> registrations so far]
  running,   \* [thread -> the registrations of its release frames, innermost first]
  clears,    \* registrations that a clear has ended
  image      \* what the protocol's variables are in this state: kept, since it takes long to work out

ReleaseFrames(frames) == SelectSeq(frames, LAMBDA f : f.call = "release")

\* The registration of b whose release has begun last
Begun(b) == puts[b] - alive[b]

\* In this step a clear takes b's entry.
TakenByClear(b) ==
  /\ Resident(b) /\ b \notin Range(lru')
  /\ \E t \in Threads : (ClearsAt(t, "lock") \/ ClearsAt(t, "drain")) /\ stack'[t] # stack[t]

Follows ==
  /\ puts' = [b \in Native |-> puts[b] + (IF alive'[b] > alive[b] THEN 1 ELSE 0)]
  /\ running' = [t \in Threads |->
       LET before == Len(ReleaseFrames(stack[t]))
           after  == ReleaseFrames(stack'[t])
       IN IF Len(after) > before
          THEN <<<<Head(after).b, puts[Head(after).b] - alive'[Head(after).b]>>>> \o running[t]
          ELSE IF Len(after) < before THEN Tail(running[t]) ELSE running[t]]
  /\ clears' = clears \cup {<<b, puts[b]>> : b \in {c \in Native : TakenByClear(c)}}

\* No block is put more often; what a put has begun goes on.
PutsBound == \A b \in Native : puts[b] <= PutsMax

------------------------------------------------------------------------------
(* What the protocol's variables are here *)

Registrations == Native \X (1..(PutsMax + 1))
Latest(b)     == <<b, puts[b]>>

\* After a stop, locks mean nothing.
Writer == [b \in Native |-> IF ended THEN Absent ELSE info[b]]
PinsOf == [r \in Registrations |->
  IF ended \/ r # Latest(r[1]) THEN {} ELSE {t \in Tasks : readers[r[1]][t] > 0}]

Entries == {Latest(b) : b \in {c \in Native : Resident(c)}}

\* Oldest first: begun, in the queue, taken by a clear, resident
InQueue == {r \in Registrations : r[2] > Begun(r[1]) /\ r[2] <= Begun(r[1]) + Count(queue, r[1])}
Owes(t, b) == SumOf([p \in Frames |-> IF p[1] = t THEN Owed(p, b) ELSE 0], Frames)
OwedBy == [r \in Registrations |->
  IF r \notin InQueue /\ r \notin Entries /\ r[2] > Begun(r[1]) /\ r[2] <= puts[r[1]]
  THEN IF \E t \in Threads : Owes(t, r[1]) > 0 THEN CHOOSE t \in Threads : Owes(t, r[1]) > 0 ELSE Nobody
  ELSE Nobody]

RunnerOf == [r \in Registrations |->
  IF \E t \in Threads : r \in Range(running[t]) THEN CHOOSE t \in Threads : r \in Range(running[t])
  ELSE Nobody]

\* Runs, and has not yet come back
Inside(r) == \E t \in Threads : \E i \in DOMAIN running[t] :
  running[t][i] = r /\ ReleaseFrames(stack[t])[i].at # "return"

PayloadOf == [r \in Registrations |->
  IF r[2] > puts[r[1]] THEN "none"
  ELSE IF r[2] > Begun(r[1]) THEN "registered"
  ELSE IF Inside(r) THEN "releasing" ELSE "released"]

\* One too many would make alive negative.
ReleasesOf == [r \in Registrations |->
  IF r[2] > Begun(r[1]) THEN 0 ELSE IF r = Latest(r[1]) /\ Begun(r[1]) > r[2] THEN 2 ELSE 1]

\* What frame i of t's stack does to b
StageAt(t, i, b) ==
  LET f == stack[t][i]
      evicting == i > 1 /\ stack[t][i - 1].call = "evict"
  IN IF f.call = "put" /\ f.b = b
     THEN IF f.at = "evicted" \/ (f.at = "monitor" /\ (evicting \/ info[b] = t)) THEN "putting"
          ELSE IF ended THEN "idle" ELSE IF f.at = "unlock" THEN "stored" ELSE "forgetting"
     ELSE IF f.call = "remove" /\ f.b = b /\ f.at = "monitor" THEN "locked"
     ELSE IF f.call = "remove" /\ f.b = b /\ f.at = "forget" /\ ~ended THEN "forgetting"
     ELSE IF f.call = "evict" /\ b \in Range(f.chosen)
     THEN IF f.at = "forget" /\ b = Head(f.chosen)
          THEN IF ended THEN "idle" ELSE "forgetting"
          \* Dropped, and its info was gone
          ELSE IF f.at = "giveUp" /\ b = Head(f.chosen) /\ ~Resident(b) THEN "idle" ELSE "locked"
     ELSE "idle"

Busiest(t, b) == {i \in DOMAIN stack[t] : StageAt(t, i, b) # "idle"}
StageOf == [t \in Threads |-> [b \in Native |->
  IF Busiest(t, b) = {} THEN "idle" ELSE StageAt(t, CHOOSE i \in Busiest(t, b) : TRUE, b)]]

Image == [
  writer |-> Writer, pins |-> PinsOf, entry |-> Entries, payload |-> PayloadOf,
  releases |-> ReleasesOf, runner |-> RunnerOf, queued |-> InQueue, owed |-> OwedBy,
  cleared |-> clears, stage |-> StageOf,
  clearing |-> {t \in Threads : \E f \in FramesOf(t) :
                  f.call \in {"stop", "clear"} /\ f.at \in {"drain", "await"}}]

------------------------------------------------------------------------------

ProofVars == <<vars, puts, running, clears, image>>
ProofInit == /\ Init /\ puts = [b \in Native |-> 0] /\ running = [t \in Threads |-> <<>>]
             /\ clears = {} /\ image = Image
ProofSpec == ProofInit /\ [][Next /\ Follows /\ image' = Image']_ProofVars

Protocol == INSTANCE ReleaseProtocol WITH
  Tasks <- Threads, Blocks <- Native, Registrations <- Registrations,
  Of <- [r \in Registrations |-> r[1]], DeferredRelease <- DeferredRelease, Without <- {},
  writer <- image.writer, pins <- image.pins, entry <- image.entry, payload <- image.payload,
  releases <- image.releases, runner <- image.runner, queued <- image.queued, owed <- image.owed,
  cleared <- image.cleared, stage <- image.stage, clearing <- image.clearing, monitor <- owner,
  ended <- ended

RefinesReleaseProtocol == Protocol!Spec
=============================================================================
