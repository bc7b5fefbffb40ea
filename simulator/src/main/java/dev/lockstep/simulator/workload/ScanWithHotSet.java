package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;

/**
 * A few hot blocks that are read all the time, and a scan over all others that comes in between: a
 * dimension table beside a fact table. A policy should keep the hot ones.
 *
 * @param hotBlocks how many of the blocks are hot
 * @param hotShare part of the reads that go to them
 */
record ScanWithHotSet(BlockMix mix, int hotBlocks, double hotShare) implements Workload {
  static final String NAME = "scan-hot";

  static Workload read(Settings settings) throws TraceFormatException {
    BlockMix mix = BlockMix.read(settings);
    int hotBlocks = settings.integer("hotBlocks", 1, mix.blocks(), Math.max(1, mix.blocks() / 10));
    if (hotBlocks == mix.blocks()) {
      throw settings.wrong("hotBlocks", "must leave a block to scan, of " + mix.blocks());
    }
    return new ScanWithHotSet(mix, hotBlocks, settings.number("hotShare", 0, 1, 0.5));
  }

  @Override
  public int blocks() {
    return mix.blocks();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    int first = population.add(mix, chance);
    int cold = mix.blocks() - hotBlocks;
    return new RequestStream() {
      private int next;

      @Override
      public void next(Request request) {
        if (chance.nextDouble() < hotShare) {
          request.read(first + chance.nextInt(hotBlocks));
        } else {
          request.read(first + hotBlocks + next);
          next = next + 1 == cold ? 0 : next + 1;
        }
      }
    };
  }
}
