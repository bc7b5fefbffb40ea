package dev.lockstep.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Native puts that evict one block each, by one thread, while others do something else; for how
 * long each held the memory manager's monitor. Run by {@link JmhFork}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class HoldBenchmark {
  private static final int DIGITS = 3;

  @Param public Beside beside = Beside.NOBODY;

  /** How many others there are. */
  @Param("1")
  public int threads = 1;

  private final Histogram holds = new Histogram(DIGITS);
  private final List<Thread> others = new ArrayList<>();
  private volatile boolean over;
  private @Nullable StoreLoader loader;
  private @Nullable StoreOperation puts;

  /** The percentiles of one iteration: JMH adds up iterations, so there is to be one. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Percentiles {
    public long holdCount;
    public long p50Nanos;
    public long p99Nanos;
    public long maxNanos;

    @Setup(Level.Iteration)
    public void begin(HoldBenchmark benchmark) {
      benchmark.holds.reset();
    }

    @TearDown(Level.Iteration)
    public void end(HoldBenchmark benchmark) {
      holdCount = benchmark.holds.getTotalCount();
      p50Nanos = benchmark.holds.getValueAtPercentile(50);
      p99Nanos = benchmark.holds.getValueAtPercentile(99);
      maxNanos = benchmark.holds.getMaxValue();
    }
  }

  /** JMH runs this on the thread that puts. */
  @Setup
  public void prepare() {
    loader = StoreLoader.open(StoreVariant.PATCHED, StoreBenchmark.path());
    Thread putting = Thread.currentThread();
    IntFunction<StoreOperation> store =
        loader.holds(
            beside,
            nanos -> {
              if (Thread.currentThread() == putting) {
                holds.recordValue(nanos);
              }
            });
    puts = store.apply(0);
    for (int t = 1; t <= threads && beside != Beside.NOBODY; t++) {
      int thread = t;
      Thread other = new Thread(() -> repeat(store.apply(thread)), "beside-" + thread);
      other.setDaemon(true);
      others.add(other);
      other.start();
    }
  }

  private void repeat(StoreOperation operation) {
    while (!over) {
      operation.once();
    }
  }

  @Benchmark
  public Object putAndEvict(Percentiles percentiles) {
    if (puts == null) {
      throw new IllegalStateException("not prepared");
    }
    return puts.once();
  }

  /** Whoever was to be beside the puts must have been there to the end. */
  @TearDown
  public void end() throws IOException, InterruptedException {
    boolean all = others.stream().allMatch(Thread::isAlive);
    over = true;
    for (Thread other : others) {
      other.join();
    }
    if (!all) {
      throw new IllegalStateException("a thread beside the puts has failed");
    }
    if (loader != null) {
      loader.close();
    }
  }
}
