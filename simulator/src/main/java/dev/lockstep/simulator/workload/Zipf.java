package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Reads that follow Zipf's law: the block at position k is read in proportion to 1 / (k + 1) to the
 * power of the skew. Caches are usually measured with it (Breslau et al., INFOCOM 1999).
 */
record Zipf(BlockMix mix, double skew) implements Workload {
  static final String NAME = "zipf";

  static Workload read(Settings settings) throws TraceFormatException {
    return new Zipf(BlockMix.read(settings), settings.number("skew", 0, 100, 1));
  }

  @Override
  public int blocks() {
    return mix.blocks();
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    int first = population.add(mix, chance);
    IntSupplier ranks = ranks(mix.blocks(), skew, chance);
    return request -> request.read(first + ranks.getAsInt());
  }

  /**
   * Ranks from 0 to below a number. A table says where to begin to look, so a draw takes the same
   * time for any number of ranks (the method of cut points, Chen and Asau 1974).
   */
  static IntSupplier ranks(int ranks, double skew, SplittableRandom chance) {
    double[] upTo = new double[ranks];
    double sum = 0;
    for (int k = 0; k < ranks; k++) {
      // StrictMath: the same bits on every machine, so that a seed is a run.
      sum += 1 / StrictMath.pow(k + 1, skew);
      upTo[k] = sum;
    }
    double total = sum;
    int[] begin = new int[ranks];
    int rank = 0;
    for (int cut = 0; cut < ranks; cut++) {
      while (upTo[rank] < total * cut / ranks) {
        rank++;
      }
      begin[cut] = rank;
    }
    return () -> {
      double drawn = chance.nextDouble();
      int at = begin[(int) (drawn * ranks)];
      while (at < ranks - 1 && upTo[at] <= drawn * total) {
        at++;
      }
      return at;
    };
  }
}
