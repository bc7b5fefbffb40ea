package dev.lockstep.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * Native puts that evict, while other threads read in the same patched store.
 *
 * @param beside what the others do
 * @param threads how many others there are
 */
public record HoldCase(Beside beside, int threads) implements JmhCase {
  private static final int BATCH = 50_000;

  /** How many puts one measured iteration makes. */
  private static final int BATCH_MEASURED = 200_000;

  @Override
  public StoreVariant variant() {
    return StoreVariant.PATCHED;
  }

  /** One iteration is measured: percentiles of several can't be added up. */
  @Override
  public void describe(ChainedOptionsBuilder options, int iterations) {
    options
        .include(JmhCase.method(HoldBenchmark.class, "putAndEvict"))
        .param("beside", beside.name())
        .param("threads", Integer.toString(threads))
        .warmupIterations(iterations)
        .warmupBatchSize(BATCH)
        .measurementIterations(1)
        .measurementBatchSize(BATCH_MEASURED);
  }
}
