package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.schedule.Points;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeRelease;

/** The release of one registration: what the constants say that the release of its block does. */
final class LedPayload implements NativeRelease {
  static final String RELEASE = "release";
  static final String CALLED = "release.called";

  private final LockConstants.Releases does;
  private final LedParts parts;
  private final int block;
  private final int inner;
  private final int[] released;

  LedPayload(LockConstants constants, LedParts parts, int block, int[] released) {
    this.does = constants.releases();
    this.parts = parts;
    this.block = block;
    this.inner = constants.blocks().indexOf(does.inner());
    this.released = released;
  }

  /** What matters of a release for where its thread stands. */
  record Does(boolean reenters, boolean waits) {
    static Does of(LockConstants constants, int block) {
      String name = constants.blocks().get(block);
      LockConstants.Releases does = constants.releases();
      return new Does(
          does.putting().contains(name)
              || does.removing().contains(name)
              || does.clearing().contains(name),
          does.waiting().contains(name));
    }
  }

  static MemoryMode mode() {
    return MemoryMode.ON_HEAP;
  }

  @Override
  public void release() {
    String name = parts.name(block);
    released[block]++;
    Points.named(RELEASE, block);
    if (Does.of(parts.constants(), block).reenters()) {
      LedTask.attempt(() -> reenter(name));
      Points.named(CALLED, block);
    }
    if (does.waiting().contains(name)) {
      Points.lock(parts.engine(), RELEASE);
      Points.unlock(parts.engine(), RELEASE);
    }
    if (does.throwing().contains(name)) {
      throw new IllegalStateException("release of " + name);
    }
    if (does.fatal().contains(name)) {
      throw new OutOfMemoryError("release of " + name);
    }
  }

  private void reenter(String name) {
    if (does.removing().contains(name)) {
      parts.natives().removeNative(parts.nativeId(inner));
    } else if (does.putting().contains(name)) {
      LedPayload payload = new LedPayload(parts.constants(), parts, inner, released);
      parts.natives().putNative(parts.nativeId(inner), parts.bytes(inner), mode(), payload);
    } else {
      parts.memory().clear();
    }
  }
}
