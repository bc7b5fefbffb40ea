package dev.lockstep.spark.replay;

/** Bytes outside the heap that one registration of a native block stands for. */
final class Payload {
  private final String block;
  private final long address;
  private final long canary;
  private boolean freed;

  Payload(String block, long address, long canary) {
    this.block = block;
    this.address = address;
    this.canary = canary;
  }

  /** The block that it was allocated for. */
  String block() {
    return block;
  }

  long address() {
    return address;
  }

  /** The pattern that fills it while it is live. */
  long canary() {
    return canary;
  }

  boolean freed() {
    return freed;
  }

  void markFreed() {
    freed = true;
  }
}
