package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Bench;
import dev.lockstep.spark.context.probes.Expect;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** JVM blocks beside cached tables: arrays that Spark caches, and that are read now and then. */
final class ArrayBlocks {
  private static final long PAUSE_MILLIS = 1000;

  private final JavaRDD<byte[]> arrays;
  private final LongAccumulator made;
  private final long sum;
  private final int blocks;
  private final AtomicInteger reads = new AtomicInteger();

  ArrayBlocks(Bench bench, int blocks, int blockBytes) {
    LongAccumulator counter = bench.context.sc().longAccumulator("arrays");
    this.blocks = blocks;
    this.made = counter;
    this.sum = (long) blocks * (blocks + 1) / 2 * blockBytes;
    this.arrays =
        bench
            .context
            .parallelize(IntStream.rangeClosed(1, blocks).boxed().toList(), blocks)
            .map(
                value -> {
                  counter.add(1);
                  byte[] array = new byte[blockBytes];
                  Arrays.fill(array, value.byteValue());
                  return array;
                })
            .persist(StorageLevel.MEMORY_ONLY());
  }

  /** Reads all, and looks whether they are what they were. */
  void read() {
    Expect.equal("sum of the arrays", sum, arrays.map(ArrayBlocks::sum).reduce(Long::sum));
    reads.incrementAndGet();
  }

  private static long sum(byte[] array) {
    long sum = 0;
    for (byte value : array) {
      sum += value;
    }
    return sum;
  }

  /** Reads again and again, on another thread, until it is closed. */
  Reading reading() {
    return new Reading();
  }

  /** How often one was made again. */
  long evicted() {
    return Math.max(0, made.value() - blocks);
  }

  String seen() {
    return blocks
        + " arrays read "
        + reads.get()
        + " times, "
        + evicted()
        + " of them after an eviction";
  }

  /** A thread that reads. */
  final class Reading implements AutoCloseable {
    private final Thread thread = new Thread(this::run, "array-reader");
    private volatile boolean over;
    private volatile @Nullable RuntimeException failure;

    private Reading() {
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      try {
        while (!over) {
          read();
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      } catch (InterruptedException e) {
        // The query has ended.
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    /** Throws what went wrong. */
    @Override
    public void close() {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      RuntimeException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
    }
  }
}
