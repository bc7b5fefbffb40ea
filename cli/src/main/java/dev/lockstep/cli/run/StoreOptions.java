package dev.lockstep.cli.run;

import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.spark.weave.StorePatch;
import dev.lockstep.spark.weave.WeaveException;
import dev.lockstep.traces.ModelStore;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store to run: {@code --store}, {@code --spark} and {@code --fault}. */
public final class StoreOptions {
  /** The version whose jars the build brings. */
  public static final String BUILT_SPARK = "4.2.0";

  enum Kind {
    MODEL,
    SIMULATOR,
    SPARK
  }

  @Option(
      names = "--store",
      defaultValue = "spark",
      description =
          "The store under test: model, simulator (the same transition code) or spark"
              + " (default: ${DEFAULT-VALUE}).")
  private Kind kind = Kind.SPARK;

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      defaultValue = BUILT_SPARK,
      description =
          "Spark: the version that was built (${DEFAULT-VALUE}), or the spark-core jar or class"
              + " folder of your own build, which is woven first.")
  private String spark = BUILT_SPARK;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Put a deliberate fault into the store; an unknown name lists them.")
  private @Nullable String fault;

  /** The name that a trace's {@code expect.where} uses for this store. */
  public String where() {
    String name = kind == Kind.SPARK ? "spark@" + spark : "model";
    return fault == null ? name : name + "+" + fault;
  }

  /** The options again, for a command that replays. */
  public String asArguments() {
    StringBuilder arguments =
        new StringBuilder("--store ").append(kind.name().toLowerCase(java.util.Locale.ROOT));
    if (!spark.equals(BUILT_SPARK)) {
      arguments.append(" --spark ").append(spark);
    }
    return fault == null ? arguments.toString() : arguments + " --fault " + fault;
  }

  /** Opens the factory; the caller closes it. */
  public Opened open(Workspace workspace) {
    if (kind != Kind.SPARK) {
      if (fault != null) {
        throw CommandFailure.usage("--fault needs --store spark");
      }
      return new Opened(ModelStore.factory(), null);
    }
    try {
      SparkStores stores =
          SparkStores.open(classPath(workspace, spark), Optional.ofNullable(fault));
      return new Opened(stores, stores);
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** The Spark of the build, as {@code verify} uses it. */
  public static Opened openBuilt(Workspace workspace) {
    return new StoreOptions().open(workspace);
  }

  /**
   * A factory with what it holds open.
   *
   * @param factory makes the stores
   * @param spark the real stores among them, or null
   */
  public record Opened(StoreUnderTest.Factory factory, @Nullable SparkStores spark)
      implements AutoCloseable {

    /** The same Spark, each store inside a block manager whose master must hear nothing (R10). */
    public StoreUnderTest.Factory inBlockManagers() {
      if (spark == null) {
        throw new IllegalStateException("only Spark has block managers");
      }
      return spark.inBlockManagers();
    }

    @Override
    public void close() {
      if (spark != null) {
        spark.close();
      }
    }
  }

  private static List<Path> classPath(Workspace workspace, String spark) {
    Path folder = workspace.home().resolve("spark/replay/target/spark");
    List<Path> path = new ArrayList<>();
    if (!spark.equals(BUILT_SPARK)) {
      path.add(woven(workspace, Path.of(spark)));
    }
    List<Path> jars = jars(folder);
    jars.stream().filter(j -> named(j, "lockstep-spark-patch")).forEach(path::add);
    path.addAll(
        jars(workspace.home().resolve("cli/target/lib")).stream()
            .filter(j -> named(j, "lockstep-spark-replay") || named(j, "asm"))
            .toList());
    if (!spark.equals(BUILT_SPARK)) {
      path.add(Path.of(spark));
    }
    jars.stream().filter(j -> !named(j, "lockstep-")).forEach(path::add);
    return path;
  }

  private static boolean named(Path jar, String prefix) {
    return jar.getFileName().toString().startsWith(prefix);
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw CommandFailure.outside("no " + folder + ": run 'make build'");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.outside("can't list " + folder + ": " + e.getMessage());
    }
  }

  /** Weaves a Spark of the user's own into a folder of its own under build/. */
  private static Path woven(Workspace workspace, Path spark) {
    if (!Files.exists(spark)) {
      throw CommandFailure.usage(
          "--spark: "
              + spark
              + " is neither "
              + BUILT_SPARK
              + " nor a spark-core jar nor a folder of classes");
    }
    try {
      Files.createDirectories(workspace.build());
      Path folder = Files.createTempDirectory(workspace.build(), "woven-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      StorePatch.weave(spark, folder);
      return folder;
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark: " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside("can't weave " + spark + ": " + e.getMessage());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("lockstep: left behind " + folder + ": " + e.getMessage());
    }
  }
}
