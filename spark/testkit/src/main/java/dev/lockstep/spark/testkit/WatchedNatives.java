package dev.lockstep.spark.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.EngineRelease;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.PinnedPut;
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
  public Optional<PinnedNativeBlock> tryPin(NativeBlockId id) {
    beforeCalls.run();
    return super.tryPin(id);
  }

  @Override
  public boolean tryRemove(NativeBlockId id) {
    beforeCalls.run();
    return super.tryRemove(id);
  }

  @Override
  public List<NativeBlockId> removeAll(Predicate<NativeBlockId> which, Duration patience) {
    beforeCalls.run();
    return super.removeAll(which, patience);
  }

  /** A put of a single block's release comes here as well. */
  @Override
  public NativePutResult putNative(
      NativeBlockId id, long size, MemoryMode mode, @Nullable EngineRelease release) {
    return put(
        id, size, mode, release, r -> super.putNative(id, size, mode, r), Function.identity());
  }

  @Override
  public PinnedPut putPinned(
      NativeBlockId id, long size, MemoryMode mode, @Nullable EngineRelease release) {
    return put(id, size, mode, release, r -> super.putPinned(id, size, mode, r), PinnedPut::result);
  }

  private <P> P put(
      NativeBlockId id,
      long size,
      MemoryMode mode,
      @Nullable EngineRelease release,
      Function<EngineRelease, P> put,
      Function<P, NativePutResult> result) {
    beforeCalls.run();
    if (release == null) {
      return put.apply(refusedBySpark(release));
    }
    Registration registration = new Registration(id, size, mode, release, new CurrentWatch());
    P answer = put.apply(registration);
    if (result.apply(answer) == NativePutResult.STORED) {
      registration.stored();
    }
    asked.add(registration);
    return answer;
  }

  /** R2: a missing callback goes on to Spark as it is. */
  @SuppressWarnings("NullAway")
  private static EngineRelease refusedBySpark(@Nullable EngineRelease release) {
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
