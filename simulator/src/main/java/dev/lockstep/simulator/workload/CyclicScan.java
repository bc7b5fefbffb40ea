package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;

/**
 * Every block once, in order, again and again: a cached table that query after query scans. The
 * worst case of LRU: in a memory that is smaller than the table it never hits, unless blocks of the
 * same owner spare one another (R4, hole 4).
 */
record CyclicScan(BlockMix mix) implements Workload {
  static final String NAME = "scan";

  static Workload read(Settings settings) throws TraceFormatException {
    return new CyclicScan(BlockMix.read(settings));
  }

  @Override
  public int blocks() {
    return mix.blocks();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    int first = population.add(mix, chance);
    return new RequestStream() {
      private int next;

      @Override
      public void next(Request request) {
        request.read(first + next);
        next = next + 1 == mix.blocks() ? 0 : next + 1;
      }
    };
  }
}
