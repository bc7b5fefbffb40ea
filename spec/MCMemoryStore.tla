---------------------------- MODULE MCMemoryStore ----------------------------
(* The model-checking wrapper of the lock level: each config is its constants and its checks. *)
EXTENDS MemoryStoreRefinement
=============================================================================
