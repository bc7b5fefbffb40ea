package dev.lockstep.spark.replay;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.memory.BlockEvictionHandler;

/**
 * How the harness speaks to a Spark that has native blocks, whatever its classes and methods are
 * called: one class for each such Spark (docs/adapter.md).
 *
 * <p>It is found by {@link java.util.ServiceLoader} in a jar that is loaded beside Spark ({@code
 * --natives}), so it needs a public class and a public constructor without arguments. Where no jar
 * names one, the adapter is that of our own patch.
 *
 * <p>An adapter translates and decides nothing: whatever it checked or repaired by itself would be
 * hidden from the harness.
 */
public interface NativeAdapter {

  /** What it adapts, in a word or two for people: {@code patched}. */
  String description();

  /**
   * The id of a native block.
   *
   * @param engine letters and digits, begins with a letter
   * @param key letters, digits and {@code . - _}
   * @param owner the RDD that the block belongs to, if any (R4)
   */
  BlockId idOf(String engine, String key, OptionalInt owner);

  /** Whether an id names a native block. */
  boolean isNative(BlockId id);

  /**
   * Makes Spark's objects for one store. The harness makes itself known to the memory manager
   * afterwards ({@code setMemoryStore}), and plays the block manager.
   *
   * @param conf sizes of pools; page size; unroll threshold
   * @param memory accounts for the bytes, and is the monitor
   * @param eviction is asked to drop each victim: it removes it from the memory store
   * @param deferred R8: whether releases wait for {@link NativeStore#settle}; true only if this
   *     adapter {@link #defers}
   */
  NativeStore open(
      SparkConf conf, MemoryManager memory, BlockEvictionHandler eviction, boolean deferred);

  /** R8: whether the store can be told to defer its releases. */
  default boolean defers() {
    return false;
  }

  /** R2: whether this is how the store refuses an id or an argument that is not right. */
  default boolean refusesPut(Throwable thrown) {
    return thrown instanceof IllegalArgumentException;
  }

  /** R9: whether this is how the store refuses to read a native block. */
  boolean refusesRead(Throwable thrown);

  /**
   * Where the store runs a release, so that a deliberate fault can double or drop it: {@code
   * my.pack.Entry#end#run} says that the method {@code end} of {@code my.pack.Entry} has one call
   * of a method {@code run} without arguments and result, and that this call is the release. Empty
   * if no such place can be named; those two faults can't be put in then.
   */
  default Optional<String> releaseSite() {
    return Optional.empty();
  }
}
