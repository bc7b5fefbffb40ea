package dev.lockstep.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** What one fork runs, in JMH's words. */
interface JmhCase {

  /** The Spark that the fork loads. */
  StoreVariant variant();

  /**
   * Names the benchmark and its parameters, and says how long it runs.
   *
   * @param iterations to warm up, and as many to measure
   */
  void describe(ChainedOptionsBuilder options, int iterations);

  /** The pattern that selects one method of a benchmark. */
  static String method(Class<?> benchmark, String method) {
    return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
  }
}
