-------------------------------- MODULE Deep --------------------------------
(* An expression without an end: TLC runs out of its stack. *)
EXTENDS Naturals
VARIABLE count

RECURSIVE Down(_)
Down(n) == 1 + Down(n + 1)

Init == count = Down(0)
Next == UNCHANGED count
Spec == Init /\ [][Next]_count
=============================================================================
