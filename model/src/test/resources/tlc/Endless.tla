------------------------------ MODULE Endless ------------------------------
(* Has a state more whenever TLC looks: a check of it ends by a time limit alone. *)
EXTENDS Naturals
VARIABLE count

Init == count = 0
Next == count' = count + 1
Spec == Init /\ [][Next]_count
=============================================================================
