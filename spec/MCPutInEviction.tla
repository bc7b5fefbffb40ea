-------------------------- MODULE MCPutInEviction --------------------------
(* The model-checking wrapper of PutInEviction: each config is its constants and its checks. *)
EXTENDS PutInEviction
=============================================================================
