------------------------- MODULE MCMemoryStoreProof -------------------------
(* The model-checking wrapper of the link between the lock level and the protocol that is proved. *)
EXTENDS MemoryStoreProof
=============================================================================
