package dev.lockstep.spark.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.EngineRelease;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.ReleaseReason;
import org.jspecify.annotations.Nullable;

/** One put that the engine asked Spark for, and what became of its release. */
final class Registration implements EngineRelease {
  private final NativeBlockId id;
  private final long size;
  private final MemoryMode mode;
  private final EngineRelease engines;
  private final ReleaseWatch watch;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean stored;
  private volatile @Nullable Throwable thrown;

  Registration(
      NativeBlockId id, long size, MemoryMode mode, EngineRelease engines, ReleaseWatch watch) {
    this.id = id;
    this.size = size;
    this.mode = mode;
    this.engines = engines;
    this.watch = watch;
  }

  /** Spark's call: counted, watched, then the engine's own release. */
  @Override
  public void release(NativeBlockId block, ReleaseReason why) throws Exception {
    calls.incrementAndGet();
    watch.begins(this);
    try {
      engines.release(block, why);
    } catch (Throwable failure) {
      thrown = failure;
      throw failure;
    } finally {
      watch.returned(this);
    }
    watch.freed(this);
  }

  void stored() {
    stored = true;
  }

  NativeBlockId id() {
    return id;
  }

  /** The bytes that the engine asked Spark to reserve. */
  long size() {
    return size;
  }

  MemoryMode mode() {
    return mode;
  }

  boolean isStored() {
    return stored;
  }

  /** How often Spark called the release. */
  int calls() {
    return calls.get();
  }

  /** What the engine's own release threw, if it did. */
  @Nullable Throwable thrown() {
    return thrown;
  }
}
