package dev.lockstep.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** One operation on one thread. */
public record StoreCase(StoreVariant variant, Operation operation) implements ForkCase {

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void describe(ChainedOptionsBuilder options, int iterations) {
    options
        .include(JmhCase.method(StoreBenchmark.class, "once"))
        .param("variant", variant.name())
        .param("operation", operation.name())
        .warmupIterations(iterations)
        .warmupBatchSize(operation.batch())
        .measurementIterations(iterations)
        .measurementBatchSize(operation.batch());
  }
}
