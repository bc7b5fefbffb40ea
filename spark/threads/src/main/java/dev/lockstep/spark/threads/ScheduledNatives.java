package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Points;
import dev.lockstep.spark.replay.Units;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.PinnedNativeBlock;
import org.apache.spark.storage.memory.NativeReleases;
import org.jspecify.annotations.Nullable;

/** The native blocks of a scheduled store: its puts, its pins, and what becomes of each payload. */
final class ScheduledNatives {
  private final ScheduledStore store;
  private final List<Registration> registrations = new ArrayList<>();
  private final HeldPins pins = new HeldPins();

  /** Made at the first call: stock Spark has no such class. */
  private @Nullable NativeBlockStore natives;

  private boolean deferred;

  ScheduledNatives(ScheduledStore store) {
    this.store = store;
  }

  private NativeBlockStore natives() {
    NativeBlockStore made = natives;
    if (made == null) {
      made = new NativeBlockStore(store.memory(), store.locks());
      natives = made;
    }
    return made;
  }

  List<Registration> registrations() {
    return registrations;
  }

  HeldPins pins() {
    return pins;
  }

  /** Releases wait in the queue until somebody awaits them (R8). */
  void defer() {
    NativeReleases.deferTo(store.memory(), releases -> {});
    deferred = true;
  }

  boolean deferred() {
    return deferred;
  }

  String put(BlockName block) {
    Registration registration = new Registration(store, block, store.broken());
    registrations.add(registration);
    String result =
        natives()
            .putNative(
                block.nativeId(), Units.bytes(block.units()), ScheduledStore.MODE, registration)
            .toString();
    registration.told(result.equals("STORED"));
    return result;
  }

  String pin(int task, BlockName block) {
    PinnedNativeBlock pin = natives().pinNative(block.nativeId()).orElse(null);
    if (pin == null) {
      return "GONE";
    }
    pins.add(task, block, pin);
    return "PINNED";
  }

  String withPin(int task, BlockName block) {
    String pinned = pin(task, block);
    if (pinned.equals("PINNED")) {
      Points.call("unpin");
      pins.close(task, block);
    }
    return pinned;
  }

  boolean remove(BlockName block) {
    return natives().removeNative(block.nativeId());
  }

  void awaitReleases() {
    natives().awaitReleases();
  }

  /** What the release of a block, or the close of its values, calls. */
  void callFrom(BlockName block) {
    if (block.has(BlockName.Trouble.REMOVES)) {
      remove(block.next());
    }
    if (block.has(BlockName.Trouble.PUTS)) {
      put(block.next());
    }
    if (block.has(BlockName.Trouble.PINS)) {
      natives().pinNative(block.next().nativeId()).ifPresent(PinnedNativeBlock::close);
    }
  }
}
