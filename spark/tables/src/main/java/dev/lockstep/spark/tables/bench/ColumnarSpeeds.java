package dev.lockstep.spark.tables.bench;

import dev.lockstep.spark.arrow.cache.ArrowCachedBatchSerializer;
import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.context.launch.Result;
import dev.lockstep.spark.context.probes.Probes;
import dev.lockstep.spark.tables.measures.Contender;
import dev.lockstep.spark.tables.measures.Measure;
import dev.lockstep.spark.tables.measures.Measure.What;
import dev.lockstep.spark.tables.measures.Query;
import dev.lockstep.spark.tables.measures.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * {@code ColumnarSpeeds <master> <folder> <scale> <rows> <rounds> [<query>...]}: measures the
 * columnar cache and its peers by turns, and writes {@code folder/measures.tsv}.
 */
public final class ColumnarSpeeds {
  /** Compilers are done by then, or nearly. */
  private static final int WARM_UP_ROUNDS = 4;

  private static final int WARM_UP_BUILDS = 3;

  /** Some contenders read the same copy in several ways. */
  private static final List<Contender> COPIES =
      List.of(Contender.NATIVE, Contender.DEFAULT, Contender.UNCOMPRESSED, Contender.IPC_COLUMNS);

  private final SparkSession spark;
  private final TaskTime time;
  private final PrintWriter measures;
  private final PrintWriter progress;
  private final int rounds;
  private final Map<Query, String> answers = new EnumMap<>(Query.class);

  private ColumnarSpeeds(
      SparkSession spark, PrintWriter measures, PrintWriter progress, int rounds) {
    this.spark = spark;
    this.time = TaskTime.of(spark.sparkContext());
    this.measures = measures;
    this.progress = progress;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 5) {
      System.err.println("usage: ColumnarSpeeds <master> <folder> <scale> <rows> <rounds> [query]");
      System.exit(2);
    }
    Probes.endWithParent();
    Path folder = Path.of(args[1]);
    List<Query> queries =
        args.length == 5
            ? List.of(Query.values())
            : Arrays.stream(args).skip(5).map(Query::valueOf).toList();
    try (PrintWriter measures = writer(folder.resolve(Measure.FILE));
        PrintWriter progress = writer(folder.resolve("results.tsv"));
        SparkSession spark = session(args[0])) {
      ColumnarSpeeds speeds =
          new ColumnarSpeeds(spark, measures, progress, Integer.parseInt(args[4]));
      Set<Table> tables = new TreeSet<>(queries.stream().map(Query::table).toList());
      for (Table table : tables) {
        try (Source source =
            Source.of(spark, table, Double.parseDouble(args[2]), Long.parseLong(args[3]))) {
          speeds.measure(table, source, queries.stream().filter(q -> q.table() == table).toList());
        }
      }
    }
  }

  private static PrintWriter writer(Path file) throws IOException {
    return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
  }

  private static SparkSession session(String master) {
    return (SparkSession)
        SparkSession.builder()
            .master(master)
            .appName("lockstep bench columnar")
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.memory.fraction", 0.8)
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .config("spark.sql.extensions", ReadByColumns.class.getName())
            .config("spark.sql.cache.serializer", ArrowCachedBatchSerializer.class.getName())
            .getOrCreate();
  }

  private void measure(Table table, Source source, List<Query> queries) throws Exception {
    measured(What.ROWS, table, null, Contender.NATIVE, 0, source.count());
    Map<Contender, CachedCopy> copies = new EnumMap<>(Contender.class);
    try {
      for (int round = -WARM_UP_BUILDS; round < rounds; round++) {
        build(table, source, round, copies);
        progress("build " + table.label(), round);
      }
      copies.forEach(
          (contender, copy) -> measured(What.MEMORY, table, null, contender, 0, copy.bytes()));
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        for (Query query : queries) {
          scan(query, source.count(), round, copies);
        }
        again(table, source.count(), round, Objects.requireNonNull(copies.get(Contender.NATIVE)));
        progress("read " + table.label(), round);
      }
    } finally {
      copies.values().forEach(CachedCopy::close);
    }
  }

  /** Each kind of copy anew; the last ones stay. */
  private void build(Table table, Source source, int round, Map<Contender, CachedCopy> copies)
      throws Exception {
    for (Contender contender : turns(COPIES, round)) {
      CachedCopy before = copies.remove(contender);
      if (before != null) {
        before.close();
      }
      CachedCopy copy = CachedCopy.of(spark, contender, source.table());
      copies.put(contender, copy);
      TaskTime.Timed<Long> timed = time.of(copy::fill);
      if (round >= 0) {
        double speed = timed.perSecond(source.count());
        measured(What.BUILD, table, null, contender, round, speed);
      }
    }
  }

  private void scan(Query query, long rows, int round, Map<Contender, CachedCopy> copies)
      throws Exception {
    Optional<HandLoop> loop = HandLoop.of(query);
    for (Contender contender : turns(List.of(Contender.values()), round)) {
      if (contender == Contender.HAND_LOOP && loop.isEmpty()) {
        continue;
      }
      CachedCopy copy = Objects.requireNonNull(copies.get(copyOf(contender)));
      CachedCopy.set(spark, contender);
      Callable<String> action;
      if (contender == Contender.HAND_LOOP) {
        action = () -> loop.get().run(copy);
      } else {
        copy.table().createOrReplaceTempView(query.table().label());
        Dataset<Row> asked = spark.sql(query.sql());
        action = () -> Answer.of(asked.collectAsList());
      }
      TaskTime.Timed<String> timed = time.of(action);
      check(query, contender, timed.result());
      if (round >= 0) {
        measured(What.SCAN, query.table(), query, contender, round, timed.perSecond(rows));
      }
    }
  }

  /** All give what the first gave. */
  private void check(Query query, Contender contender, String answer) {
    String first = answers.putIfAbsent(query, answer);
    if (first != null && !first.equals(answer)) {
      throw new IllegalStateException(
          query.label() + ": " + contender.label() + " gave " + answer + ", before " + first);
    }
  }

  /** The native table without its last column, cached by the session as any table is. */
  private void again(Table table, long rows, int round, CachedCopy copy) throws Exception {
    CachedCopy.set(spark, Contender.NATIVE);
    Dataset<Row> columns = copy.table();
    String[] names = columns.columns();
    Dataset<Row> fewer = columns.drop(names[names.length - 1]);
    long before = ArrowMemory.allocatedBytes();
    fewer.persist(StorageLevel.MEMORY_ONLY());
    try {
      TaskTime.Timed<Long> timed = time.of(fewer::count);
      long more = ArrowMemory.allocatedBytes() - before;
      if (round >= 0) {
        measured(What.BUILD_AGAIN, table, null, Contender.NATIVE, round, timed.perSecond(rows));
        measured(What.MEMORY_AGAIN, table, null, Contender.NATIVE, round, more);
      }
    } finally {
      fewer.unpersist(true);
    }
  }

  /** Who begins changes from round to round. */
  private static List<Contender> turns(List<Contender> contenders, int round) {
    List<Contender> turned = new ArrayList<>(contenders);
    Collections.rotate(turned, round);
    return turned;
  }

  private static Contender copyOf(Contender contender) {
    return switch (contender) {
      case NATIVE, NATIVE_ROWS, HAND_LOOP -> Contender.NATIVE;
      case DEFAULT, UNCOMPRESSED -> contender;
      case IPC_ROWS, IPC_PRUNED_ROWS, IPC_COLUMNS, IPC_PRUNED_COLUMNS -> Contender.IPC_COLUMNS;
    };
  }

  private void measured(
      What what, Table table, @Nullable Query query, Contender contender, int round, double value) {
    measures.println(new Measure(what, table, query, contender, round, value).line());
  }

  private void progress(String what, int round) {
    progress.println(new Result("speed", what + " " + round, "local", true, "").line());
  }
}
