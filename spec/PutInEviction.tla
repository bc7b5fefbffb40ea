--------------------------- MODULE PutInEviction ---------------------------
(***************************************************************************)
(* One window, with sizes: a put evicts a block whose release puts the     *)
(* same id again, smaller, while another thread stops the block manager.   *)
(* MemoryStore gives each id one size, and there the inner put never has   *)
(* the space.                                                              *)
(*                                                                         *)
(* One thread has the monitor from PutLooks to PutAdds, as the patch's     *)
(* NativeEntries.put: it looks, acquires (the eviction runs here), adds.   *)
(* The inner put is the same method, within the release.  The other thread *)
(* runs BlockInfoManager.clear, two steps: infos, then tasks; neither      *)
(* needs the monitor.  The map is MemoryStore.entries: an entry that is    *)
(* put over another one takes its place.                                   *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  OuterSize, InnerSize, VictimSize,  \* units
  Max,         \* units of the store; the victim is the only entry in the beginning
  LooksAgain   \* when a put adds its entry it looks once more whether there is one

ASSUME OuterSize \in 1..Max /\ InnerSize \in 1..Max /\ VictimSize \in 1..Max /\ LooksAgain \in BOOLEAN

VARIABLES
  put,       \* where the outer put is
  inner,     \* where the inner put is
  stop,      \* "running", "infos" forgotten, "tasks" forgotten, "cleared"
  info,      \* whose block info is there: "outer", "inner", "none"
  entry,     \* whose entry is in the map: "outer", "inner", "none"
  victim,    \* the victim: "resident", "releasing", "gone"
  used,      \* units in use
  owed       \* payloads that were taken over and whose release has not begun

vars == <<put, inner, stop, info, entry, victim, used, owed>>

TypeOK ==
  /\ put \in {"info", "looks", "evicts", "drops", "adds", "stored", "refused"}
  /\ inner \in {"info", "looks", "stored", "refused"}
  /\ stop \in {"running", "infos", "tasks", "cleared"}
  /\ info \in {"outer", "inner", "none"} /\ entry \in {"outer", "inner", "none"}
  /\ victim \in {"resident", "releasing", "gone"}
  /\ used \in 0..Max /\ owed \subseteq {"outer", "inner"}

Init ==
  /\ put = "info" /\ inner = "info" /\ stop = "running" /\ info = "none" /\ entry = "none"
  /\ victim = "resident" /\ used = VictimSize /\ owed = {}

\* isRegistered, knowsTask, contains
Passes(who) == info = who /\ stop \in {"running", "infos"} /\ entry = "none"

------------------------------------------------------------------------------
(* The outer put *)

\* BlockInfoManager.lockNewBlockForWriting
PutMakesInfo ==
  /\ put = "info" /\ stop = "running"
  /\ info' = "outer" /\ put' = "looks"
  /\ UNCHANGED <<inner, stop, entry, victim, used, owed>>

\* Takes the monitor and looks; if there is too little space it begins to evict.
PutLooks ==
  /\ put = "looks"
  /\ put' = IF Passes("outer") /\ victim = "resident" THEN "evicts" ELSE "refused"
  /\ UNCHANGED <<inner, stop, info, entry, victim, used, owed>>

\* The drop asserts that the victim is locked, which a stop makes fail; its entry leaves, its release begins.
DropsVictim ==
  /\ put = "evicts"
  /\ IF stop = "running" THEN victim' = "releasing" /\ put' = "drops"
                         ELSE put' = "refused" /\ UNCHANGED victim
  /\ UNCHANGED <<inner, stop, info, entry, used, owed>>

\* The release has ended, the victim's bytes are back, and the put acquires.
ReleaseEnds ==
  /\ put = "drops" /\ inner \in {"stored", "refused"}
  /\ victim' = "gone"
  /\ IF OuterSize <= Max - (used - VictimSize)
     THEN used' = used - VictimSize + OuterSize /\ put' = "adds"
     ELSE used' = used - VictimSize /\ put' = "refused"
  /\ UNCHANGED <<inner, stop, info, entry, owed>>

PutAdds ==
  /\ put = "adds"
  /\ IF LooksAgain /\ entry # "none"
     THEN put' = "refused" /\ used' = used - OuterSize /\ UNCHANGED <<entry, owed>>
     ELSE put' = "stored" /\ entry' = "outer" /\ owed' = owed \cup {"outer"} /\ UNCHANGED used
  /\ UNCHANGED <<inner, stop, info, victim>>

------------------------------------------------------------------------------
(* The inner put, within the victim's release *)

\* DUPLICATE as long as the outer put's info is there
InnerMakesInfo ==
  /\ put = "drops" /\ inner = "info"
  /\ IF info = "none" THEN info' = "inner" /\ inner' = "looks"
                      ELSE inner' = "refused" /\ UNCHANGED info
  /\ UNCHANGED <<put, stop, entry, victim, used, owed>>

\* It looks, acquires and adds under the monitor that its thread has; there is nothing to evict.
InnerPuts ==
  /\ put = "drops" /\ inner = "looks"
  /\ IF Passes("inner") /\ InnerSize <= Max - used
     THEN /\ entry' = "inner" /\ owed' = owed \cup {"inner"}
          /\ used' = used + InnerSize /\ inner' = "stored"
     ELSE inner' = "refused" /\ UNCHANGED <<entry, owed, used>>
  /\ UNCHANGED <<put, stop, info, victim>>

------------------------------------------------------------------------------
(* The stop *)

StopForgetsInfos ==
  /\ stop = "running" /\ stop' = "infos" /\ info' = "none"
  /\ UNCHANGED <<put, inner, entry, victim, used, owed>>

StopForgetsTasks ==
  /\ stop = "infos" /\ stop' = "tasks"
  /\ UNCHANGED <<put, inner, info, entry, victim, used, owed>>

\* MemoryStore.clear takes the monitor and releases what is in the map.
StopClears ==
  /\ stop = "tasks" /\ put \in {"info", "looks", "stored", "refused"}
  /\ stop' = "cleared" /\ entry' = "none" /\ victim' = "gone" /\ used' = 0
  /\ owed' = owed \ {entry}
  /\ UNCHANGED <<put, inner, info>>

Next == PutMakesInfo \/ PutLooks \/ DropsVictim \/ ReleaseEnds \/ PutAdds
          \/ InnerMakesInfo \/ InnerPuts \/ StopForgetsInfos \/ StopForgetsTasks \/ StopClears

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------

\* R5: a payload whose release is owed has its entry in the map.
R5ReleaseInv == owed \subseteq {entry}

\* R3, while nobody is between acquiring and adding
R3AccountingInv == put # "adds" =>
  used = (IF victim = "gone" THEN 0 ELSE VictimSize)
         + (IF entry = "outer" THEN OuterSize ELSE IF entry = "inner" THEN InnerSize ELSE 0)

\* The inner put has been stored, and the outer one goes on.
NeverPutTwice == ~(inner = "stored" /\ put \in {"adds", "stored"})
=============================================================================
