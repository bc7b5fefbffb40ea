package dev.lockstep.spark.context.probes;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.storage.NativeRelease;

/** Stands for memory of an engine: counts its releases, and does in them what a probe asks for. */
final class Payload implements NativeRelease {
  private final AtomicInteger releases = new AtomicInteger();
  private final NativeRelease then;
  private volatile boolean owned;

  private Payload(NativeRelease then) {
    this.then = then;
  }

  static Payload plain() {
    return new Payload(() -> {});
  }

  /** Its release is counted, and then does this. */
  static Payload releasing(NativeRelease then) {
    return new Payload(then);
  }

  @Override
  public void release() throws Exception {
    releases.incrementAndGet();
    then.release();
  }

  int releases() {
    return releases.get();
  }

  /** Spark has taken the payload over: the put ended in STORED. */
  void nowOwned() {
    owned = true;
  }

  boolean owned() {
    return owned;
  }
}
