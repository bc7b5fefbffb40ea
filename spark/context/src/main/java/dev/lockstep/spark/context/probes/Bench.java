package dev.lockstep.spark.context.probes;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** A running SparkContext: runs tasks on a given executor, and looks at the driver. */
public final class Bench {
  /** What Spark calls the only block manager of local mode. */
  static final String DRIVER = "driver";

  public final JavaSparkContext context;
  final Overheard overheard;
  private List<String> executors;

  private Bench(JavaSparkContext context, Overheard overheard, List<String> executors) {
    this.context = context;
    this.overheard = overheard;
    this.executors = executors;
  }

  /** Waits for the executors of a context that has just been started. */
  public static Bench of(JavaSparkContext context, Overheard overheard, int wanted)
      throws Exception {
    if (context.isLocal()) {
      return new Bench(context, overheard, List.of(DRIVER));
    }
    for (int tries = 0; tries < 1200; tries++) {
      // An executor registers before its block manager does.
      List<String> found =
          CollectionConverters.asJava(SparkEnv.get().blockManager().master().getMemoryStatus())
              .keySet()
              .stream()
              .map(BlockManagerId::executorId)
              .filter(id -> !id.equals(DRIVER))
              .sorted()
              .toList();
      if (found.size() >= wanted) {
        return new Bench(context, overheard, found);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException(wanted + " executors did not register within 120 s");
  }

  /** The executor that most probes use. */
  public String first() {
    return executors.get(0);
  }

  /** Another executor, or the same if there is one alone. */
  public String second() {
    return executors.get(executors.size() - 1);
  }

  public List<String> executors() {
    return executors;
  }

  /** It has ended: probes go on without it. */
  public void leave(String executor) {
    executors = executors.stream().filter(id -> !id.equals(executor)).toList();
  }

  public boolean cluster() {
    return !first().equals(DRIVER);
  }

  BlockManager driver() {
    return SparkEnv.get().blockManager();
  }

  public BlockManagerMaster master() {
    return driver().master();
  }

  BlockManagerId blockManager(String executor) {
    return CollectionConverters.asJava(master().getMemoryStatus()).keySet().stream()
        .filter(id -> id.executorId().equals(executor))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no block manager of " + executor));
  }

  /** One partition that is computed on this executor: {@code bytes} bytes in one array. */
  JavaRDD<byte[]> bytes(String executor, int bytes) {
    return pinned(executor, bytes).map(byte[]::new);
  }

  /** Caches {@code bytes} bytes on this executor, serialized; true if they are cached then. */
  boolean cache(String executor, JavaRDD<byte[]> bytes) {
    bytes.persist(StorageLevel.MEMORY_ONLY_SER());
    Expect.equal("elements", 1L, bytes.count());
    return isCached(bytes);
  }

  /** True if the master knows a place of its first partition. */
  boolean isCached(JavaRDD<?> rdd) {
    return master().contains(new RDDBlockId(rdd.id(), 0));
  }

  /** Runs code in a task on this executor; throws what it found wrong. */
  public String at(String executor, StoreTask task) {
    String[] answer = pinned(executor, 0).map(ignored -> answer(task)).collect().get(0);
    Expect.equal("executor of the task", executor, answer[0]);
    if (answer[1].equals("failed")) {
      throw new Expect.Unmet(answer[2]);
    }
    return answer[2];
  }

  /** Looks after a probe whether it has left anything on any executor. */
  void settle() {
    context.getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
    for (String executor : executors) {
      at(executor, Site::settle);
    }
  }

  private JavaRDD<Integer> pinned(String executor, int element) {
    Seq<String> places =
        CollectionConverters.asScala(
                executor.equals(DRIVER)
                    ? List.<String>of()
                    : List.of("executor_" + blockManager(executor).host() + "_" + executor))
            .toSeq();
    Seq<Tuple2<Object, Seq<String>>> data =
        CollectionConverters.asScala(
                List.of(new Tuple2<Object, Seq<String>>((Object) element, places)))
            .toSeq();
    return context
        .sc()
        .makeRDD(data, ClassTag$.MODULE$.<Object>apply(Integer.class))
        .toJavaRDD()
        .map(Integer.class::cast);
  }

  /** An array and not a record: Kryo, which carries it, does not know records. */
  private static String[] answer(StoreTask task) {
    String executor = SparkEnv.get().executorId();
    try {
      return new String[] {executor, "ok", task.run(Site.here())};
    } catch (Throwable thrown) {
      return new String[] {executor, "failed", text(thrown)};
    }
  }

  /** The error and where it came from, in one line. */
  public static String text(Throwable thrown) {
    if (thrown instanceof Expect.Unmet && thrown.getCause() == null) {
      return String.valueOf(thrown.getMessage());
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String line = trace.toString().replaceAll("\\s+", " ");
    return line.length() > 900 ? line.substring(0, 900) : line;
  }
}
