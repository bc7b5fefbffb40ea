package dev.lockstep.simulator.workload;

/** One request; a stream fills the same object again and again. */
public final class Request {
  /** What is asked for. */
  public enum Operation {
    /** Read a block, and compute and put it if it is not there. */
    READ,
    /** Remove a block. */
    REMOVE,
    /** Ask for execution memory, and give it back in a while. */
    DEMAND
  }

  private Operation operation = Operation.READ;
  private int block;
  private long units;
  private long idleMicros;
  private boolean hurried;

  /** Becomes a read. */
  void read(int readBlock) {
    operation = Operation.READ;
    block = readBlock;
    idleMicros = 0;
    hurried = false;
  }

  void remove() {
    operation = Operation.REMOVE;
  }

  void demand(long demandUnits) {
    operation = Operation.DEMAND;
    units = demandUnits;
  }

  /** Nobody thinks after it. */
  void hurry() {
    hurried = true;
  }

  /** A pause comes after it. */
  void idle(long micros) {
    idleMicros = micros;
  }

  public Operation operation() {
    return operation;
  }

  /** The block that is read or removed; of a demand, one whose mode is meant. */
  public int block() {
    return block;
  }

  /** Units of execution memory. */
  public long units() {
    return units;
  }

  /** A pause after it, on top of thinking. */
  public long idleMicros() {
    return idleMicros;
  }

  /** Whether the next one follows without thinking. */
  public boolean hurried() {
    return hurried;
  }
}
