package dev.lockstep.spark.testkit;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/** The real store of native blocks; it remembers what the engine asked and watches releases. */
final class WatchedNatives extends NativeBlockStore {
  private final Queue<Registration> asked = new ConcurrentLinkedQueue<>();
  private volatile ReleaseWatch watch = ReleaseWatch.NOBODY;
  private volatile Runnable beforeCalls = () -> {};

  WatchedNatives(BlockManager manager) {
    super(manager.memoryStore(), manager.blockInfoManager());
  }

  /** From now on this one sees the releases of registrations, earlier and later. */
  void watch(ReleaseWatch watch) {
    this.watch = watch;
  }

  /** Runs this in every call of the engine, with whatever locks the engine calls Spark. */
  void beforeCalls(Runnable pause) {
    this.beforeCalls = pause;
  }

  @Override
  public Optional<PinnedNativeBlock> pinNative(NativeBlockId id) {
    beforeCalls.run();
    return super.pinNative(id);
  }

  @Override
  public boolean removeNative(NativeBlockId id) {
    beforeCalls.run();
    return super.removeNative(id);
  }

  @Override
  public NativePutResult putNative(
      NativeBlockId id, long size, MemoryMode mode, @Nullable NativeRelease release) {
    beforeCalls.run();
    if (release == null) {
      return super.putNative(id, size, mode, refusedBySpark(release));
    }
    Registration registration = new Registration(id, size, mode, release, new CurrentWatch());
    NativePutResult result = super.putNative(id, size, mode, registration);
    if (result == NativePutResult.STORED) {
      registration.stored();
    }
    asked.add(registration);
    return result;
  }

  /** R2: a missing callback goes on to Spark as it is. */
  @SuppressWarnings("NullAway")
  private static NativeRelease refusedBySpark(@Nullable NativeRelease release) {
    return release;
  }

  /** Puts that Spark answered, in the order of the answers, stored or not. */
  List<Registration> asked() {
    return List.copyOf(asked);
  }

  /** Those that Spark stored. */
  List<Registration> stored() {
    return asked.stream().filter(Registration::isStored).toList();
  }

  private final class CurrentWatch implements ReleaseWatch {
    @Override
    public void begins(Registration registration) throws Exception {
      watch.begins(registration);
    }

    @Override
    public void returned(Registration registration) {
      watch.returned(registration);
    }

    @Override
    public void freed(Registration registration) throws Exception {
      watch.freed(registration);
    }
  }
}
