package dev.lockstep.simulator.hunt;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes new genomes: at random, or from older ones by changing, cutting, doubling and crossing. */
final class Breeding {
  private static final int FRESH_EVERY = 6;

  private final CallTable table;
  private final SplittableRandom chance;
  private final int length;

  Breeding(CallTable table, SplittableRandom chance, int length) {
    this.table = table;
    this.chance = chance;
    this.length = length;
  }

  /** The next genome to try. */
  int[] next(List<IslandState.Ranked> pool) {
    if (pool.isEmpty() || chance.nextInt(FRESH_EVERY) == 0) {
      return table.draw(chance, 1 + chance.nextInt(length));
    }
    int[] genome = parent(pool).clone();
    for (int changes = 1 + chance.nextInt(3); changes > 0; changes--) {
      genome = changed(genome, pool);
    }
    return genome.length <= length ? genome : Arrays.copyOf(genome, length);
  }

  /** The better of two, which stand nearer to the front. */
  private int[] parent(List<IslandState.Ranked> pool) {
    int at = Math.min(chance.nextInt(pool.size()), chance.nextInt(pool.size()));
    return pool.get(at).genome();
  }

  private int[] changed(int[] genome, List<IslandState.Ranked> pool) {
    int at = genome.length == 0 ? 0 : chance.nextInt(genome.length);
    int until = genome.length == 0 ? 0 : at + chance.nextInt(genome.length - at) + 1;
    return switch (chance.nextInt(6)) {
      case 0 -> spliced(genome, at, at, table.draw(chance, 1));
      case 1 -> spliced(genome, at, Math.min(at + 1, genome.length), table.draw(chance, 1));
      case 2 -> spliced(genome, at, until, new int[0]);
      case 3 -> spliced(genome, until, until, Arrays.copyOfRange(genome, at, until));
      case 4 -> spliced(genome, genome.length, genome.length, table.draw(chance, 4));
      default -> {
        int[] other = parent(pool);
        int from = other.length == 0 ? 0 : chance.nextInt(other.length);
        yield spliced(genome, at, genome.length, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  /** A genome with a part of it replaced. */
  private static int[] spliced(int[] genome, int from, int until, int[] by) {
    int[] spliced = new int[genome.length - (until - from) + by.length];
    System.arraycopy(genome, 0, spliced, 0, from);
    System.arraycopy(by, 0, spliced, from, by.length);
    System.arraycopy(genome, until, spliced, from + by.length, genome.length - until);
    return spliced;
  }
}
