------------------------- MODULE MCEvictionContract -------------------------
(* The model-checking wrapper: nothing but the properties, so that each config *)
(* is its constants and its checks.  Bounds: LocksMax read locks a task and    *)
(* block. A lock more of the same kind is held and given back like the first:  *)
(* MCEvictionContractTiny allows two, the others one.                           *)
EXTENDS EvictionProperties
=============================================================================
