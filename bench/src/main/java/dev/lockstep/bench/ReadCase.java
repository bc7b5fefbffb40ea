package dev.lockstep.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A read, made by several threads at the same time. Iterations take a time and not a number of
 * calls: JMH then measures only while all threads are at it.
 */
public record ReadCase(StoreVariant variant, Read read, Sharing sharing, int threads)
    implements ForkCase {
  private static final TimeValue ITERATION = TimeValue.milliseconds(300);

  @Override
  public void describe(ChainedOptionsBuilder options, int iterations) {
    options
        .include(JmhCase.method(ReadBenchmark.class, "once"))
        .param("variant", variant.name())
        .param("read", read.name())
        .param("sharing", sharing.name())
        .threads(threads)
        .warmupIterations(iterations)
        .warmupTime(ITERATION)
        .measurementIterations(iterations)
        .measurementTime(ITERATION);
  }
}
