------------------------------ MODULE Parallel ------------------------------
(* A toy with parallel edges, a self loop and every kind of value. *)
EXTENDS Naturals, Sequences
CONSTANTS Blocks, m1
VARIABLES count, held, outcome

vars == <<count, held, outcome>>
View == <<count, held>>

Init ==
  /\ count = 0
  /\ held = [b \in Blocks |-> [seq |-> <<>>, set |-> {}, fcn |-> [i \in {0, 2} |-> m1]]]
  /\ outcome = [result |-> "none"]

(* Two parameters lead to the same state: two edges must survive. *)
Add(b, n) ==
  /\ count < 2
  /\ count' = count + 1
  /\ held' = [x \in Blocks |-> [held[x] EXCEPT !.set = {count, 10, 9}, !.seq = <<TRUE, count>>]]
  /\ outcome' = [result |-> "added"]

(* Leaves the state as it is; only the outcome says how it went. *)
Ask(b) ==
  /\ \E answer \in {"yes", "no"} : outcome' = [result |-> answer]
  /\ UNCHANGED <<count, held>>

Reset == count > 0 /\ count' = 0 /\ outcome' = [result |-> "reset"] /\ UNCHANGED held

Next ==
  \/ \E b \in Blocks : \E n \in 1..2 : Add(b, n)
  \/ \E c \in Blocks : Ask(c)
  \/ Reset

Spec == Init /\ [][Next]_vars

SmallInv == count < 2
BackProp == [][count' = 0 => count = 0]_vars
LoudProp == [][~(outcome'.result = "no" /\ count = 1)]_vars
QuietProp == [][~(outcome'.result = "no" /\ count = 1)]_View
TypeOK == outcome.result \in {"none", "added", "yes", "no", "reset"} /\ count \in 0..2
NoAnswerInv == outcome.result # "no"
NeverInv == count > 0
EndLive == <>(count = 2)
=============================================================================
