package dev.lockstep.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
 * One operation on one Spark, on one thread, in batches of a fixed number of calls, so that each
 * fork warms up by the same work however busy the machine is. Run by {@link JmhFork}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class StoreBenchmark {
  /** The system property with the class path of the Spark. */
  static final String PATH = "lockstep.bench.path";

  @Param public StoreVariant variant = StoreVariant.STOCK;
  @Param public Operation operation = Operation.PUT_EVICT;

  private @Nullable StoreLoader loader;
  private @Nullable StoreOperation prepared;

  /** What an iteration cost the thread; JMH adds up those that are measured, by these names. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cost {
    public long calls;
    public long nanos;
    public long cpuNanos;
    public long allocatedBytes;

    private long callsBefore;
    private ThreadSpending before = ThreadSpending.now();

    @Setup(Level.Iteration)
    public void begin(StoreBenchmark benchmark) {
      callsBefore = benchmark.ready().calls();
      before = ThreadSpending.now();
    }

    @TearDown(Level.Iteration)
    public void end(StoreBenchmark benchmark) {
      ThreadSpending spent = ThreadSpending.now().since(before);
      calls += benchmark.ready().calls() - callsBefore;
      nanos += spent.nanos();
      cpuNanos += spent.cpuNanos();
      allocatedBytes += spent.allocatedBytes();
    }
  }

  /** The class path of the Spark, as {@link JmhFork} gives it. */
  static List<Path> path() {
    return Arrays.stream(System.getProperty(PATH, "").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  /** Loads Spark and fills a store. */
  @Setup
  public void prepare() {
    loader = StoreLoader.open(variant, path());
    prepared = loader.prepare(operation);
  }

  @Benchmark
  public Object once(Cost cost) {
    return ready().once();
  }

  /** A fork that did something else than it was to measure must not give a number. */
  @TearDown
  public void check() throws IOException {
    StoreOperation done = ready();
    long expected = done.calls() * operation.evictionsPerCall();
    if (done.evictions() != expected) {
      throw new IllegalStateException(
          operation + ": expected " + expected + " evictions, found " + done.evictions());
    }
    if (loader != null) {
      loader.close();
    }
  }

  private StoreOperation ready() {
    if (prepared == null) {
      throw new IllegalStateException("not prepared");
    }
    return prepared;
  }
}
