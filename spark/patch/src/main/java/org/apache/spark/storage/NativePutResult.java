package org.apache.spark.storage;

/** How a put of a native block ended (R1). */
public enum NativePutResult {
  /** Spark owns the payload now and will release it once. */
  STORED,
  /** The pool could not be made to fit it. Nothing is left behind; the caller owns the payload. */
  NO_SPACE,
  /** The id is registered, or is just being put or removed. The caller owns the payload. */
  DUPLICATE
}
