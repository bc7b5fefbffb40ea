package dev.lockstep.cli.mutants;

import java.util.Locale;

/** How long there is still to go. */
final class Clock {
  private final long start = System.nanoTime();
  private final int all;

  Clock(int all) {
    this.all = all;
  }

  /** In words, when so many are done. */
  String left(int done) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(Locale.ROOT, "%,.0f min left", seconds / done * (all - done) / 60);
  }
}
