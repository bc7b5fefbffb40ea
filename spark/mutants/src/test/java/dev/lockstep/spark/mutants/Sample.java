package dev.lockstep.spark.mutants;

/** Something to make mutants of. */
final class Sample {
  private Sample() {}

  static int larger(int a, int b) {
    return a > b ? a : b;
  }

  static int larger(int a, int b, int c) {
    return larger(larger(a, b), c);
  }

  enum Kind {
    ONE
  }
}
