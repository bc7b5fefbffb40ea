package dev.lockstep.spark.context.probes;

import org.apache.spark.storage.NativeRelease;

/** What a release may throw (R7). */
enum Failing {
  RUNTIME(false, () -> new IllegalStateException("made")),
  CHECKED(false, () -> new java.io.IOException("made")),
  INTERRUPTED(true, () -> new InterruptedException("made")),
  OUT_OF_MEMORY(true, () -> new OutOfMemoryError("made")),
  LINKAGE(true, () -> new LinkageError("made")),
  NO_CLASS(true, () -> new NoClassDefFoundError("made")),
  /** A real one, by recursion. */
  STACK_OVERFLOW(true, Failing::overflow);

  private interface Maker {
    Throwable make();
  }

  /** True if the rule wants it thrown on, when everything else has been done. */
  final boolean fatal;

  private final Maker maker;

  Failing(boolean fatal, Maker maker) {
    this.fatal = fatal;
    this.maker = maker;
  }

  /** A release that throws it. */
  NativeRelease release() {
    return () -> Failing.<RuntimeException>sneak(maker.make());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Throwable overflow() {
    return new IllegalStateException("depth " + deeper(0));
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int deeper(int depth) {
    return depth < 0 ? depth : deeper(depth + 1) + deeper(depth + 2);
  }

  /** Checks that the error left the call if and only if it is fatal. */
  void left(@org.jspecify.annotations.Nullable Throwable thrown) {
    if (!fatal) {
      Expect.equal("what an ordinary exception of a release leads to", null, thrown);
    } else {
      Expect.that(thrown != null, this + " to leave the call");
      Expect.that(
          thrown instanceof Error || thrown instanceof InterruptedException,
          this + " and not " + thrown);
      Expect.that(!(thrown instanceof Expect.Unmet), this + " and not " + thrown);
    }
  }
}
