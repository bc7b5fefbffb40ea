------------------------- MODULE MCEvictionContract -------------------------
(* The model-checking wrapper: nothing but the properties, so that each config *)
(* is its constants and its checks.  Bounds: LocksMax read locks a task and    *)
(* block (a third lock of the same kind is held and given back as the second). *)
EXTENDS EvictionProperties
=============================================================================
