package dev.lockstep.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One operation on one Spark, as many times as possible, on one thread. Run by {@link JmhFork}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StoreBenchmark {
  /** The system property with the class path of the Spark. */
  static final String PATH = "lockstep.bench.path";

  @Param public StoreVariant variant = StoreVariant.STOCK;
  @Param public Operation operation = Operation.PUT_EVICT;

  private @Nullable StoreLoader loader;
  private @Nullable StoreOperation prepared;

  /** Loads Spark and fills a store. */
  @Setup
  public void prepare() {
    List<Path> path =
        Arrays.stream(System.getProperty(PATH, "").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    loader = StoreLoader.open(variant, path);
    prepared = loader.prepare(operation);
  }

  @Benchmark
  public Object once() {
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
