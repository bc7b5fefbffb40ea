package dev.lockstep.spark.threads.soak;

import org.apache.spark.storage.PinnedNativeBlock;
import org.jspecify.annotations.Nullable;

/** An open pin of one attempt. */
record Reading(PinnedNativeBlock pin, Payload.@Nullable Reader reader, Attempt attempt)
    implements AutoCloseable {
  @Override
  public void close() {
    if (reader != null) {
      reader.leaves();
    }
    pin.close();
  }
}
