package dev.lockstep.simulator.workload;

import dev.lockstep.traces.json.TraceFormatException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Cached tables: each is an RDD with partitions of batches, a query picks a table by Zipf's law and
 * scans it whole, partition by partition. A batch is a block and belongs to its table's RDD.
 *
 * @param mix what the batches are like; its number of blocks and owners is not read
 * @param tables how many tables
 * @param partitions of a table
 * @param batches of a partition
 * @param skew of the popularity of tables
 */
record CachedTables(BlockMix mix, int tables, int partitions, int batches, double skew)
    implements Workload {
  static final String NAME = "tables";
  static final List<String> FIELDS = List.of("tables", "partitions", "batches");

  static Workload read(Settings settings) throws TraceFormatException {
    int tables = settings.integer("tables", 1, 1_000_000, 4);
    int partitions = settings.integer("partitions", 1, 1_000_000, 8);
    int batches = settings.integer("batches", 1, 1_000_000, 4);
    if ((long) tables * partitions * batches > 100_000_000L) {
      throw settings.wrong("tables", "must not have more than 100000000 batches in all");
    }
    return new CachedTables(
        BlockMix.readUncounted(settings),
        tables,
        partitions,
        batches,
        settings.number("skew", 0, 100, 1));
  }

  @Override
  public int blocks() {
    return tables * partitions * batches;
  }

  @Override
  public RequestStream open(Population population, SplittableRandom chance) {
    int size = partitions * batches;
    // An owner for each table, whose blocks are one after the other: one draw of blocks a table.
    int[] firsts = new int[tables];
    for (int table = 0; table < tables; table++) {
      firsts[table] = population.add(mix.with(size, 1), chance);
    }
    IntSupplier popular = Zipf.ranks(tables, skew, chance);
    return new RequestStream() {
      private int table = popular.getAsInt();
      private int next;

      @Override
      public void next(Request request) {
        if (next == size) {
          table = popular.getAsInt();
          next = 0;
        }
        request.read(firsts[table] + next++);
      }
    };
  }
}
