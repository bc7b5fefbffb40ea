package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;

/** Every block is as likely as any other to be read next. No policy can do well. */
record Uniform(BlockMix mix) implements Workload {
  static final String NAME = "uniform";

  static Workload read(Settings settings) throws TraceFormatException {
    return new Uniform(BlockMix.read(settings));
  }

  @Override
  public int blocks() {
    return mix.blocks();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    int first = population.add(mix, chance);
    return request -> request.read(first + chance.nextInt(mix.blocks()));
  }
}
