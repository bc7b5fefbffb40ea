package dev.lockstep.spark.threads.soak;

import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/** An open pin of one attempt. */
record Reading(PinnedNativeBlock pin, @Nullable Payload payload, Attempt attempt)
    implements AutoCloseable {
  @Override
  public void close() {
    if (payload != null) {
      payload.leftBy(attempt);
    }
    pin.close();
  }
}
