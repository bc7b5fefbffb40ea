-------------------------------- MODULE Wide --------------------------------
(* Many states and edges, to measure; ends in states without successor when Limit is reached. *)
EXTENDS Naturals
CONSTANTS Tasks, Limit
VARIABLES cell, outcome

View == cell

Init == cell = [t \in Tasks |-> 0] /\ outcome = [result |-> "none", task |-> "none"]

Step(t, n) ==
  /\ cell[t] + n <= Limit
  /\ cell' = [cell EXCEPT ![t] = @ + n]
  /\ outcome' = [result |-> "stepped", task |-> t]

Next == \E t \in Tasks, n \in 0..2 : Step(t, n)
Move == \E t \in Tasks, n \in 1..2 : Step(t, n)
=============================================================================
