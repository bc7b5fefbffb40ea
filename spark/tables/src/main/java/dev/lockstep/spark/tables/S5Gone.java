package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.NativeBlockId;

/** S5, S8: a payload that is gone is a partition that is computed again, by one task at a time. */
final class S5Gone {
  private static final int THREADS = 6;

  private S5Gone() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of(
            "S5",
            "one payload gone: its partition is computed again, the others are not",
            b -> one(tables)),
        Probe.of(
            "S5", "one task of an executor computes a partition at a time", b -> together(tables)),
        Probe.of("S5", "rows in another order in each attempt", b -> shuffled(tables)));
  }

  private static String one(Tables tables) throws Exception {
    Dataset<Row> table =
        tables.cached(
            Source.of(
                tables,
                Source.PARTS,
                Source.ROWS,
                (part, row) -> {
                  if (row == 0) {
                    Source.count("computed " + part);
                  }
                }));
    String expected = Source.answer(Source.plain(tables));
    Expect.equal("the answer", expected, Source.answer(table));
    Expect.equal("partitions computed", Source.PARTS, computed(tables, -1));
    int rdd = S3Space.rddId(table);
    boolean removed = false;
    for (String executor : tables.bench.executors()) {
      removed |=
          tables
              .bench
              .at(
                  executor,
                  site -> "" + site.natives.tryRemove(NativeBlockId.ofRdd("arrow", "2-0", rdd)))
              .equals("true");
    }
    Expect.that(removed, "the payload of partition 2");
    Expect.equal("the answer", expected, Source.answer(table));
    Expect.equal("the answer", expected, Source.answer(table));
    Expect.equal("partitions computed", Source.PARTS + 1, computed(tables, -1));
    Expect.equal("of them partition 2", 2, computed(tables, 2));
    Expect.equal("native blocks", Source.PARTS, tables.natives());
    forget(tables);
    return tables.nothingLeft();
  }

  /** How often a partition, or any (-1), was computed, on all executors. */
  private static int computed(Tables tables, int part) {
    int sum = 0;
    for (String executor : tables.bench.executors()) {
      sum +=
          Integer.parseInt(
              tables.bench.at(
                  executor,
                  site -> {
                    int here = 0;
                    for (int i = 0; i < Source.PARTS; i++) {
                      here += part < 0 || part == i ? Source.counted("computed " + i) : 0;
                    }
                    return "" + here;
                  }));
    }
    return sum;
  }

  private static void forget(Tables tables) {
    for (String executor : tables.bench.executors()) {
      tables.bench.at(
          executor,
          site -> {
            for (int i = 0; i < Source.PARTS; i++) {
              Source.counter("computed " + i).set(0);
              Source.counter("at once " + i).set(0);
              Source.counter("most " + i).set(0);
            }
            return "";
          });
    }
  }

  private static String together(Tables tables) throws Exception {
    Dataset<Row> table =
        tables.cached(
            Source.of(
                tables,
                Source.PARTS,
                Source.ROWS,
                (part, row) -> {
                  if (row == 0) {
                    Source.count("computed " + part);
                    int now = Source.count("at once " + part);
                    Source.counter("most " + part).accumulateAndGet(now, Math::max);
                    TimeUnit.MILLISECONDS.sleep(200);
                  } else if (row == Source.ROWS - 1) {
                    Source.counter("at once " + part).decrementAndGet();
                  }
                }));
    String expected = Source.answer(Source.plain(tables));
    atOnce(() -> Expect.equal("the answer", expected, Source.answer(table)));
    int most = 0;
    for (String executor : tables.bench.executors()) {
      most =
          Math.max(
              most,
              Integer.parseInt(
                  tables.bench.at(
                      executor,
                      site -> {
                        int here = 0;
                        for (int i = 0; i < Source.PARTS; i++) {
                          here = Math.max(here, Source.counted("most " + i));
                        }
                        return "" + here;
                      })));
    }
    Expect.equal("tasks that computed one partition at once", 1, most);
    int computed = computed(tables, -1);
    forget(tables);
    return THREADS
        + " queries at once, "
        + computed
        + " partitions computed; "
        + tables.nothingLeft();
  }

  /** Runs it in several threads; throws what the first of them throws. */
  static void atOnce(Expect.Code code) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () -> {
                  Throwable thrown = Expect.thrownBy(code);
                  if (thrown != null) {
                    throw new IllegalStateException(thrown);
                  }
                  return "";
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static String shuffled(Tables tables) throws Exception {
    String expected = Source.answer(Source.plain(tables));
    long filtered = Source.plain(tables).where("k = 13").count();
    tables.spark.conf().set("spark.sql.inMemoryColumnarStorage.batchSize", "500");
    try {
      Dataset<Row> table = tables.cached(Source.shuffled(tables));
      for (int round = 0; round < 4; round++) {
        Expect.equal("the answer", expected, Source.answer(table));
        Expect.equal("with a filter", filtered, table.where("k = 13").count());
        int number = round;
        for (String executor : tables.bench.executors()) {
          tables.bench.at(
              executor,
              site -> {
                List<NativeBlockId> blocks = site.nativeBlocks();
                for (int i = number; i < blocks.size(); i += 7) {
                  site.natives.tryRemove(blocks.get(i));
                }
                return "";
              });
        }
      }
    } finally {
      tables.spark.conf().unset("spark.sql.inMemoryColumnarStorage.batchSize");
    }
    return tables.nothingLeft();
  }
}
