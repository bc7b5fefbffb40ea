package dev.lockstep.spark.replay;

import dev.lockstep.traces.Anomaly;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.unsafe.Platform;

/**
 * Allocates payloads outside the heap and keeps the books on them (R5): leaks, payloads freed
 * twice, payloads read or written after they were freed.
 *
 * <p>A payload has {@link #PAYLOAD_BYTES} real bytes, whatever its block reserves in units. It is
 * filled with a pattern of its own; freeing overwrites that with poison and keeps the memory aside
 * for a while, so that a late read sees the poison and a late write spoils it.
 */
final class CountingAllocator implements AutoCloseable {
  static final int PAYLOAD_BYTES = 64;
  private static final int KEPT_ASIDE_MAX = 1024;
  private static final long POISON = 0xDEADDEADDEADDEADL;

  private final Set<Payload> live = new LinkedHashSet<>();
  private final ArrayDeque<Payload> aside = new ArrayDeque<>();
  private final List<Anomaly> anomalies = new ArrayList<>();
  private long allocations;

  synchronized Payload allocate(String block) {
    allocations++;
    long canary = 0x10C457E900000000L + allocations;
    Payload payload = new Payload(block, Platform.allocateMemory(PAYLOAD_BYTES), canary);
    fill(payload, canary);
    live.add(payload);
    return payload;
  }

  /** Frees a payload; a second time is an anomaly of R5 and touches no memory. */
  synchronized void free(Payload payload) {
    if (payload.freed()) {
      anomaly("the payload of " + payload.block() + " was freed twice");
      return;
    }
    check(payload, payload.canary(), "was overwritten while live");
    payload.markFreed();
    live.remove(payload);
    fill(payload, POISON);
    aside.add(payload);
    if (aside.size() > KEPT_ASIDE_MAX) {
      discard(aside.remove());
    }
  }

  /** What a scan does: reads the whole payload. Reading a freed one is an anomaly of R5. */
  synchronized void read(Payload payload) {
    if (payload.freed()) {
      anomaly("the payload of " + payload.block() + " was read after it was freed");
    } else {
      check(payload, payload.canary(), "was overwritten while live");
    }
  }

  synchronized int liveCount() {
    return live.size();
  }

  /** The anomalies since the last call. */
  synchronized List<Anomaly> takeAnomalies() {
    List<Anomaly> taken = List.copyOf(anomalies);
    anomalies.clear();
    return taken;
  }

  /** Gives all memory back; each payload that is still live counts as leaked. */
  @Override
  public synchronized void close() {
    for (Payload payload : live) {
      anomaly("the payload of " + payload.block() + " was never released");
      payload.markFreed();
      Platform.freeMemory(payload.address());
    }
    live.clear();
    aside.forEach(this::discard);
    aside.clear();
  }

  private void discard(Payload payload) {
    check(payload, POISON, "was written after it was freed");
    Platform.freeMemory(payload.address());
  }

  private static void fill(Payload payload, long pattern) {
    for (int offset = 0; offset < PAYLOAD_BYTES; offset += Long.BYTES) {
      Platform.putLong(null, payload.address() + offset, pattern);
    }
  }

  private void check(Payload payload, long pattern, String complaint) {
    for (int offset = 0; offset < PAYLOAD_BYTES; offset += Long.BYTES) {
      if (Platform.getLong(null, payload.address() + offset) != pattern) {
        anomaly("the payload of " + payload.block() + " " + complaint);
        return;
      }
    }
  }

  private void anomaly(String text) {
    anomalies.add(new Anomaly("R5", text));
  }
}
