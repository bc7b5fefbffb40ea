---------------------------- MODULE MCRivalTouch ----------------------------
(* The model-checking wrapper: each config is its constants and its checks. *)
EXTENDS RivalTouch
=============================================================================
