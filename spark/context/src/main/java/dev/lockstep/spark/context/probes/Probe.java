package dev.lockstep.spark.context.probes;

/** One question about one rule, asked of a running SparkContext. */
public interface Probe {
  /** {@code R5}. */
  String rule();

  String name();

  /**
   * Throws if the rule does not hold.
   *
   * @return what was seen, in one line
   */
  String run(Bench bench) throws Exception;

  /** The body of a probe that needs the driver. */
  @FunctionalInterface
  interface Body {
    String run(Bench bench) throws Exception;
  }

  static Probe of(String rule, String name, Body body) {
    return new Probe() {
      @Override
      public String rule() {
        return rule;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String run(Bench bench) throws Exception {
        return body.run(bench);
      }
    };
  }

  /** A probe that is one task on one executor. */
  static Probe atStore(String rule, String name, StoreTask task) {
    return of(rule, name, bench -> bench.at(bench.first(), task));
  }
}
