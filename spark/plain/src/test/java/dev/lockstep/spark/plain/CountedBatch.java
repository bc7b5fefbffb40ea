package dev.lockstep.spark.plain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.KnownSizeEstimation;
import org.jspecify.annotations.Nullable;

/**
 * What an engine that knows stock Spark alone would cache: a small JVM object with the address of
 * bytes outside the JVM, which are freed when Spark closes the object.
 *
 * <p>The bytes are counted and not really there, and the count is the JVM's: copies of an object
 * that were read from a disk have the address of the first.
 */
class CountedBatch implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  /** Sizes of what is allocated, by address. */
  private static final Map<Long, Long> LIVE = new LinkedHashMap<>();

  private static final List<Long> FREED_AGAIN = new ArrayList<>();
  private static long nextAddress = 1;

  final long address;
  final long bytes;

  /** What a close does before it frees anything. */
  @SuppressWarnings("serial") // An engine's object does not travel with its listeners.
  transient @Nullable Runnable onClose;

  CountedBatch(long bytes) {
    this.address = nextAddress++;
    this.bytes = bytes;
    LIVE.put(address, bytes);
  }

  /** Says how large it is. */
  static final class Sized extends CountedBatch implements KnownSizeEstimation {
    private static final long serialVersionUID = 1L;

    Sized(long bytes) {
      super(bytes);
    }

    @Override
    public long estimatedSize() {
      return bytes;
    }
  }

  /** Has a field that Java does not serialize, as most objects of an engine do. */
  static final class Unwritable extends CountedBatch implements KnownSizeEstimation {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // What it is here for.
    private final Object arena = new Object();

    Unwritable(long bytes) {
      super(bytes);
    }

    @Override
    public long estimatedSize() {
      return bytes;
    }

    @Override
    public String toString() {
      return "of " + arena;
    }
  }

  CountedBatch onClose(Runnable does) {
    this.onClose = does;
    return this;
  }

  @Override
  public void close() {
    Runnable does = onClose;
    if (does != null) {
      does.run();
    }
    if (LIVE.remove(address) == null) {
      FREED_AGAIN.add(address);
    }
  }

  /** Whether the bytes are still the engine's. */
  boolean isLive() {
    return LIVE.containsKey(address);
  }

  static long bytesLive() {
    return LIVE.values().stream().mapToLong(Long::longValue).sum();
  }

  static int countLive() {
    return LIVE.size();
  }

  /** Addresses that were freed when they were free. */
  static List<Long> freedAgain() {
    return List.copyOf(FREED_AGAIN);
  }

  static void forgetAll() {
    LIVE.clear();
    FREED_AGAIN.clear();
  }
}
