package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.Expect;
import dev.lockstep.spark.context.probes.Probe;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativePutResult;

/** S2, S3: ids, and puts that find no space or another's block. */
final class S3Space {
  private S3Space() {}

  static List<Probe> probes(Tables tables) {
    return List.of(
        Probe.of("S2", "an id is relation, partition and ordinal", b -> ids(tables)),
        Probe.of(
            "S3",
            "a duplicate is not touched, and its partition is streamed",
            b -> duplicate(tables)));
  }

  static int rddId(Dataset<Row> cached) {
    return relation(cached).cacheBuilder().cachedColumnBuffers().id();
  }

  static InMemoryRelation relation(Dataset<Row> cached) {
    return (InMemoryRelation)
        cached
            .queryExecution()
            .withCachedData()
            .collectLeaves()
            .find(leaf -> leaf instanceof InMemoryRelation)
            .get();
  }

  private static String ids(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.of(tables, 2, 15_000, (part, row) -> {}));
    Expect.equal("rows", 30_000L, table.count());
    int rdd = rddId(table);
    List<String> expected = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      for (int batch = 0; batch < 2; batch++) {
        expected.add(NativeBlockId.ofRdd("arrow", part + "-" + batch, rdd).name());
      }
    }
    List<String> found = new ArrayList<>();
    tables.bench.executors().forEach(executor -> found.addAll(tables.natives(executor)));
    Expect.equal("native blocks", expected, found.stream().sorted().toList());
    return expected + "; " + tables.nothingLeft();
  }

  private static String duplicate(Tables tables) throws Exception {
    Dataset<Row> table = tables.cached(Source.plain(tables));
    int rdd = rddId(table);
    String name = NativeBlockId.ofRdd("arrow", "1-0", rdd).name();
    for (String executor : tables.bench.executors()) {
      tables.bench.at(
          executor,
          site -> {
            NativeBlockId id = NativeBlockId.ofRdd("arrow", "1-0", rdd);
            Expect.equal(
                "a put of the probe's own",
                NativePutResult.STORED,
                site.natives.putNative(id, 10, MemoryMode.ON_HEAP, () -> Source.count("foreign")));
            return "";
          });
    }
    String expected = Source.answer(Source.plain(tables));
    Expect.equal("the answer", expected, Source.answer(table));
    Expect.equal("the answer again", expected, Source.answer(table));
    for (String executor : tables.bench.executors()) {
      Expect.that(tables.natives(executor).contains(name), "the probe's own block");
      tables.bench.at(
          executor,
          site -> {
            Expect.equal("releases of it", 0, Source.counted("foreign"));
            site.natives.removeOwned(rdd);
            Expect.equal("releases of it", 1, Source.counted("foreign"));
            Source.counter("foreign").set(0);
            return "";
          });
    }
    return "streamed beside a foreign " + name + "; " + tables.nothingLeft();
  }
}
