package dev.lockstep.model;

/** The kinds of entry in the one recency order. */
public enum BlockKind {
  /** A registration of bytes outside the JVM, with a release callback. */
  NATIVE,
  /** A block put as bytes. */
  SERIALIZED,
  /** A block put as values; always on heap, always unrolled first. */
  DESERIALIZED;

  public boolean isNative() {
    return this == NATIVE;
  }
}
