-------------------------- MODULE MCReleaseProtocol --------------------------
(* The model-checking wrapper.  Registrations are numbers: those of a second block are the even ones.  *)
(* A step speaks of one task and one registration, and the invariant of two of each: a small universe  *)
(* has all shapes for the induction, which needs no depth.  proof/ lifts the bound.                     *)
EXTENDS ReleaseProtocolInvariants

OfOne == [r \in Registrations |-> "b1"]
OfTwo == [r \in Registrations |-> IF r % 2 = 1 THEN "b1" ELSE "b2"]
=============================================================================
