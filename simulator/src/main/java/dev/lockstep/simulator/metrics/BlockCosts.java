package dev.lockstep.simulator.metrics;

/** What computing each block again takes. */
public interface BlockCosts {
  /** Every block costs a microsecond: hits by cost are hits by count. */
  BlockCosts EQUAL = block -> 1;

  /** Microseconds to compute a block. */
  long micros(int block);
}
