package dev.lockstep.bench;

/** Which Spark the store comes from. */
public enum StoreVariant {
  /** The published classes, nothing woven. */
  STOCK,
  /** The woven classes and the patch's own before the published ones. */
  PATCHED
}
