package dev.lockstep.spark.threads;

import dev.lockstep.schedule.Points;
import dev.lockstep.spark.replay.Units;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.apache.spark.storage.NativeRelease;
import org.apache.spark.storage.memory.MemoryEntry;
import org.apache.spark.storage.memory.NativeMemoryEntry;

/** The payload of one native put. Its release looks round before it goes (R5, R6). */
final class Registration implements NativeRelease {
  private final ScheduledStore store;
  private final BlockName block;
  private final List<String> broken;
  private int releases;
  private boolean returned;
  private boolean stored;

  Registration(ScheduledStore store, BlockName block, List<String> broken) {
    this.store = store;
    this.block = block;
    this.broken = broken;
  }

  @Override
  public void release() {
    Points.named("release begins", block.name());
    releases++;
    if (Points.holdsLock(store.manager(), "release") == store.natives().deferred()) {
      broken.add(
          "R8: release of "
              + block.name()
              + (store.natives().deferred()
                  ? " with the monitor held"
                  : " outside of the monitor"));
    }
    Points.quietly(
        () -> {
          look();
          return null;
        });
    store.natives().callFrom(block);
    if (block.has(BlockName.Trouble.WAITS)) {
      Lock engine = store.engine();
      Points.lock(engine, "release");
      Points.unlock(engine, "release");
    }
    Points.named("release ends", block.name());
    if (block.has(BlockName.Trouble.THROWS)) {
      throw new IllegalStateException("release of " + block.name());
    }
    if (block.has(BlockName.Trouble.FATAL)) {
      throw new OutOfMemoryError("release of " + block.name());
    }
  }

  /** What the put has answered. If it throws, the payload is the caller's unless it was stored. */
  void told(boolean isStored) {
    returned = true;
    stored = isStored;
  }

  private void look() {
    if (isResident()) {
      broken.add("R5: release of " + block.name() + " while its entry is there");
    }
    long entries = 0;
    for (MemoryEntry<?> entry : store.memory().entries.values()) {
      entries += entry.size();
    }
    if (!store.ended() && store.memory().memoryManager.storageMemoryUsed() < entries + size()) {
      broken.add("R6: bytes of " + block.name() + " are back before its release");
    }
    if (!store.ended() && store.natives().pins().isPinned(block)) {
      broken.add("R5: release of " + block.name() + " under a pin");
    }
  }

  private long size() {
    return Units.bytes(block.units());
  }

  /** At the end of a run: once if the registration has ended, never else. */
  void check() {
    if (!returned) {
      if (releases > 1 || (releases == 1 && isResident())) {
        broken.add("R5: release of " + block.name() + " ran " + releases + " times");
      }
      return;
    }
    int expected = stored && !isResident() ? 1 : 0;
    boolean mayWait = store.natives().deferred() && expected == 1 && releases == 0;
    if (releases != expected && !mayWait) {
      broken.add("R5: release of " + block.name() + " ran " + releases + " times, not " + expected);
    }
  }

  /** After a stop: whether it is still there. */
  boolean isLeft() {
    return isResident();
  }

  String name() {
    return block.name();
  }

  private boolean isResident() {
    return store.memory().entries.values().stream()
        .anyMatch(entry -> entry instanceof NativeMemoryEntry held && held.release() == this);
  }
}
