package dev.lockstep.cli.run;

import dev.lockstep.io.KeptKey;
import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.weave.PatchJar;
import dev.lockstep.spark.weave.SqlEdit;
import dev.lockstep.spark.weave.WeaveException;
import dev.lockstep.spark.weave.WeaveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The class path of programs that cache tables in native memory, on one version of Spark.
 *
 * @param version a version that Lockstep speaks for
 * @param ours woven classes, the columnar cache, its engine on Arrow, the programs
 * @param spark spark-sql and what the programs need, with all that these need
 */
public record TablesPath(String version, List<Path> ours, List<Path> spark) {
  public TablesPath {
    ours = List.copyOf(ours);
    spark = List.copyOf(spark);
  }

  /**
   * Finds the jars, and downloads those of Spark that are not there yet.
   *
   * @throws CommandFailure if Lockstep does not speak for the version, or nothing is built, or a
   *     jar can't be fetched
   */
  public static TablesPath of(Workspace workspace, String version) {
    if (!SparkVersions.CLAIMED.contains(version)) {
      throw CommandFailure.usage(
          "--spark: "
              + version
              + " has no columnar cache; expected one of "
              + String.join(", ", SparkVersions.CLAIMED));
    }
    List<Path> ours =
        List.of(
            built(workspace, "spark/columnar/target/lockstep-native-cache-" + version + ".jar"),
            built(workspace, "spark/arrow/target/lockstep-spark-arrow-0.1.0.jar"),
            built(workspace, "spark/tables/target/lockstep-spark-tables-0.1.0.jar"));
    try (DownloadProgress progress = new DownloadProgress("fetch Spark SQL " + version + ", MB");
        SparkJars jars = SparkJars.open(progress::downloaded)) {
      return new TablesPath(version, ours, jars.tables(version));
    } catch (FetchException e) {
      throw CommandFailure.outside("Spark " + version + ": " + e.getMessage());
    }
  }

  private static Path built(Workspace workspace, String jar) {
    Path path = workspace.home().resolve(jar);
    if (!Files.isRegularFile(path)) {
      throw CommandFailure.outside("no " + path + ": run 'make build'");
    }
    return path;
  }

  /** What is woven first, then our classes, then Spark. */
  public List<Path> all() {
    List<Path> all = new ArrayList<>(ours);
    all.addAll(spark);
    return all;
  }

  /**
   * Writes the patch for this Spark with the columnar cache as one jar.
   *
   * @param without what is not woven into spark-sql
   * @return the woven points
   */
  public WeaveReport writePatch(Workspace workspace, Set<SqlEdit> without, Path output) {
    EnumSet<SqlEdit> edits = EnumSet.allOf(SqlEdit.class);
    edits.removeAll(without);
    try {
      return PatchJar.writeColumnar(
          jar("spark-core_"),
          jar("spark-sql_"),
          List.of(SparkPath.patch(workspace), SparkPath.columnar(workspace)),
          edits,
          output);
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + version + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + output + ": " + e.getMessage());
    }
  }

  private Path jar(String prefix) {
    return spark.stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> CommandFailure.outside("no " + prefix + " among Spark's jars"));
  }

  /**
   * Begins the name of a result of runs on it.
   *
   * @param kind what sort of result it is
   */
  public KeptKey.Builder key(String kind) {
    try {
      return KeptKey.of(kind).with(Runtime.version().feature()).withFiles(ours).withFiles(spark);
    } catch (IOException e) {
      throw CommandFailure.outside(
          "can't read the jars of Spark " + version + ": " + e.getMessage());
    }
  }
}
