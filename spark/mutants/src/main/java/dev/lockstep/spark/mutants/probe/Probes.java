package dev.lockstep.spark.mutants.probe;

/** Which probes have been passed: woven code calls it, from every class loader of a worker. */
public final class Probes {
  private static volatile boolean[] passed = new boolean[0];

  private Probes() {}

  /** Forgets all, and has room for so many. */
  public static void reset(int count) {
    passed = new boolean[count];
  }

  /** A probe is passed; by any thread. */
  public static void hit(int probe) {
    boolean[] now = passed;
    if (probe < now.length) {
      now[probe] = true;
    }
  }

  /** Those passed since the last reset. */
  public static java.util.BitSet passed() {
    java.util.BitSet set = new java.util.BitSet();
    boolean[] now = passed;
    for (int i = 0; i < now.length; i++) {
      if (now[i]) {
        set.set(i);
      }
    }
    return set;
  }
}
