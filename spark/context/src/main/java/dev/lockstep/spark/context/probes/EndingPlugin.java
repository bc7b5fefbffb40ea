package dev.lockstep.spark.context.probes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.NativeBlockStore;
import org.apache.spark.storage.NativePutResult;
import org.jspecify.annotations.Nullable;

/**
 * Two engines that live in a plugin: one removes its blocks when the plugin is shut down, the other
 * leaves them to Spark. Each release leaves a line in the executor's file: the engine, and whether
 * the plugin was up still or down already.
 */
public final class EndingPlugin implements SparkPlugin {
  /** The configuration's key for the folder of the files. */
  static final String FOLDER = "spark.lockstep.folder";

  static final String REMOVES = "removes";
  static final String LEAVES = "leaves";
  static final String UP = "up";
  static final String DOWN = "down";

  /** The line of a shutdown that is over. */
  static final String OVER = "shutdown over";

  private static final int BLOCKS = 5;

  private static volatile boolean up;

  @Override
  @SuppressWarnings("NullAway") // Spark takes null for none.
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  /** In a task: blocks of both engines. */
  static String put(Site site) {
    Path file = file(site.manager.conf().get(FOLDER), SparkEnv.get().executorId());
    for (String engine : List.of(REMOVES, LEAVES)) {
      for (int i = 0; i < BLOCKS; i++) {
        Expect.equal(
            "put",
            NativePutResult.STORED,
            site.natives.putNative(
                NativeBlockId.of(engine, "block" + i),
                1_000,
                MemoryMode.ON_HEAP,
                () -> append(file, engine + " " + (up ? UP : DOWN))));
      }
    }
    return "";
  }

  /** Waits until the shutdown is over and all are released; the lines by engine and time. */
  static String outcome(String folder, String executor) throws Exception {
    Path file = file(folder, executor);
    Held.until(
        "the end of the plugin and of its blocks", () -> lines(file).size() > 2 * BLOCKS, 3_000);
    List<String> lines = lines(file);
    Expect.equal("lines", 2 * BLOCKS + 1, lines.size());
    Expect.that(lines.contains(OVER), "a shutdown of the plugin");
    long removed = count(lines, REMOVES + " " + UP);
    Expect.equal("releases of the engine that removes, while it is there", (long) BLOCKS, removed);
    return removed
        + " releases while the engine that removes its blocks was up; of the one that leaves them "
        + count(lines, LEAVES + " " + UP)
        + " up, "
        + count(lines, LEAVES + " " + DOWN)
        + " when it was down";
  }

  /** How many releases came to the engine that leaves its blocks when it was down. */
  static long late(String folder, String executor) {
    return count(lines(file(folder, executor)), LEAVES + " " + DOWN);
  }

  private static long count(List<String> lines, String line) {
    return lines.stream().filter(line::equals).count();
  }

  private static Path file(String folder, String executor) {
    return Path.of(folder, "plugin-" + executor + ".txt");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new Expect.Unmet("lines of " + file, e);
    }
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static final class OnExecutor implements ExecutorPlugin {
    private @Nullable NativeBlockStore natives;
    private @Nullable Path file;

    @Override
    public void init(PluginContext context, Map<String, String> configuration) {
      natives = NativeBlockStore.ofThisExecutor();
      file = file(context.conf().get(FOLDER), context.executorID());
      up = true;
    }

    @Override
    public void shutdown() {
      Path lines = Objects.requireNonNull(file);
      Objects.requireNonNull(natives).removeAll(REMOVES, Duration.ofSeconds(2));
      up = false;
      try {
        append(lines, OVER);
      } catch (IOException e) {
        throw new Expect.Unmet("the plugin's file", e);
      }
    }
  }
}
