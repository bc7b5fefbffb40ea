package dev.lockstep.bench;

import java.io.IOException;
import java.util.function.IntFunction;
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
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

/** Reads of one store by several threads, each of them a task. Run by {@link JmhFork}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
public class ReadBenchmark {
  @Param public StoreVariant variant = StoreVariant.PATCHED;
  @Param public Read read = Read.PIN;
  @Param public Sharing sharing = Sharing.OWN;

  private @Nullable StoreLoader loader;
  private @Nullable IntFunction<StoreOperation> store;

  /**
   * One thread, the task that it runs, and what its iterations cost; JMH adds up threads and
   * iterations. One class for both: JMH gives each that asks for a thread's state its own.
   */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Caller {
    public long calls;
    public long nanos;
    public long cpuNanos;
    public long allocatedBytes;

    private @Nullable StoreOperation reads;
    private long callsBefore;
    private ThreadSpending before = ThreadSpending.now();

    /**
     * On the thread itself: Spark asks it for its task. Warms up by a number of calls as well: on a
     * busy machine a time is little work.
     */
    @Setup
    public void beginTask(ReadBenchmark benchmark, ThreadParams thread, Blackhole blackhole) {
      StoreOperation made = benchmark.store().apply(thread.getThreadIndex());
      for (int call = 0; call < benchmark.read.warmUp(); call++) {
        blackhole.consume(made.once());
      }
      reads = made;
    }

    @Setup(Level.Iteration)
    public void begin() {
      callsBefore = ready().calls();
      before = ThreadSpending.now();
    }

    /** Calls that JMH makes until all threads have begun count as well: time and calls agree. */
    @TearDown(Level.Iteration)
    public void end() {
      ThreadSpending spent = ThreadSpending.now().since(before);
      calls += ready().calls() - callsBefore;
      nanos += spent.nanos();
      cpuNanos += spent.cpuNanos();
      allocatedBytes += spent.allocatedBytes();
    }

    /** A read must not evict: then something else was measured. */
    @TearDown
    public void check() {
      if (ready().evictions() != 0) {
        throw new IllegalStateException("reads evicted " + ready().evictions() + " blocks");
      }
    }

    StoreOperation ready() {
      if (reads == null) {
        throw new IllegalStateException("not prepared");
      }
      return reads;
    }
  }

  @Setup
  public void prepare() {
    loader = StoreLoader.open(variant, StoreBenchmark.path());
    store = loader.readers(read, sharing);
  }

  @Benchmark
  public Object once(Caller caller) {
    return caller.ready().once();
  }

  @TearDown
  public void close() throws IOException {
    if (loader != null) {
      loader.close();
    }
  }

  private IntFunction<StoreOperation> store() {
    if (store == null) {
      throw new IllegalStateException("not prepared");
    }
    return store;
  }
}
