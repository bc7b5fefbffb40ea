package dev.lockstep.cli.run;

import dev.lockstep.io.KeptKey;
import dev.lockstep.io.ScratchFolder;
import dev.lockstep.spark.faults.FaultException;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.launch.BrokenPatch;
import dev.lockstep.spark.weave.LinkCheck;
import dev.lockstep.spark.weave.PatchJar;
import dev.lockstep.spark.weave.StorePatch;
import dev.lockstep.spark.weave.WeaveException;
import dev.lockstep.spark.weave.WeaveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * The jars of one Spark, and the class paths that stores are opened from.
 *
 * @param name as in {@code --spark}: a version, a jar, a folder of classes
 * @param core spark-core: a jar, or a folder of classes
 * @param others what it needs
 */
public record SparkPath(String name, Path core, List<Path> others) {
  public SparkPath {
    others = List.copyOf(others);
  }

  /** One of the two weaves. */
  interface Weave {
    void weave(Path stock, Path output) throws WeaveException, IOException;
  }

  /**
   * Finds the Spark of the build in its folder, another version in the local Maven repository or on
   * the network, and anything else where its path says; to the last, the build's jars are added.
   *
   * @throws CommandFailure if there is no such Spark, or it can't be fetched
   */
  public static SparkPath of(Workspace workspace, String spark) {
    if (spark.equals(SparkVersions.BUILT)) {
      List<Path> jars = builtJars(workspace);
      Path core = jars.stream().filter(j -> named(j, "spark-core_")).findFirst().orElseThrow();
      return new SparkPath(spark, core, jars.stream().filter(j -> !j.equals(core)).toList());
    } else if (Files.exists(Path.of(spark))) {
      return new SparkPath(spark, Path.of(spark), builtJars(workspace));
    } else if (SparkVersions.isVersion(spark)) {
      List<Path> jars = fetched(spark);
      return new SparkPath(spark, jars.get(0), jars.subList(1, jars.size()));
    }
    throw CommandFailure.usage(
        "--spark: "
            + spark
            + " is neither a version nor a spark-core jar nor a folder of classes that exists");
  }

  private static List<Path> fetched(String version) {
    try (DownloadProgress progress = new DownloadProgress("fetch Spark " + version + ", MB");
        SparkJars jars = SparkJars.open(progress::downloaded)) {
      return jars.core(version);
    } catch (FetchException e) {
      String message = "--spark " + version + ": " + e.getMessage();
      throw e.reason() == FetchException.Reason.NOT_FOUND
          ? CommandFailure.usage(message)
          : CommandFailure.outside(message);
    }
  }

  /** The patched store: what is woven first, then our classes, then Spark. */
  public List<Path> patched(Workspace workspace) {
    List<Path> path = new ArrayList<>();
    if (!name.equals(SparkVersions.BUILT)) {
      path.add(woven(workspace, StorePatch::weave));
    }
    path.add(patch(workspace));
    path.addAll(adapter(workspace));
    path.add(core);
    path.addAll(others);
    if (!name.equals(SparkVersions.BUILT)) {
      checkLinks(path, patch(workspace));
      adapter(workspace).forEach(jar -> checkLinks(path, jar));
    }
    return path;
  }

  /**
   * Names a result of runs on this Spark, patched or not: it depends on Spark's jars, on all of
   * ours and of the libraries that we use, and on the Java that runs them.
   *
   * @param kind what sort of result it is
   */
  public KeptKey.Builder key(Workspace workspace, String kind) {
    List<Path> ours =
        Stream.concat(
                jars(workspace.home().resolve("cli/target/lib")).stream(),
                jars(sparkFolder(workspace)).stream().filter(jar -> named(jar, "lockstep-")))
            .toList();
    try {
      return KeptKey.of(kind)
          .with(Runtime.version().feature())
          .withCode(SparkPath.class, "")
          .withFiles(ours)
          .withFile(core)
          .withFiles(others);
    } catch (IOException e) {
      throw CommandFailure.outside("can't read the jars of Spark " + name + ": " + e.getMessage());
    }
  }

  /**
   * What stands beside Spark was compiled with some version of it: does this one have all that it
   * calls?
   */
  private void checkLinks(List<Path> path, Path ours) {
    try {
      LinkCheck.check(ours, path);
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + name + ": " + e.getMessage());
    } catch (ZipException e) {
      throw CommandFailure.usage(ours + " is not a jar: " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside("can't read " + ours + ": " + e.getMessage());
    }
  }

  /**
   * Writes the patch for this Spark as one jar; nothing if it does not fit.
   *
   * @param faults deliberate ones, which make it a patch that nobody should use
   * @return the woven points
   */
  public WeaveReport writePatch(Workspace workspace, List<StoreFault> faults, Path output) {
    patched(workspace);
    try {
      if (faults.isEmpty()) {
        return PatchJar.write(core, patch(workspace), output);
      }
      Path sound = Files.createTempFile("lockstep-patch", ".jar");
      try {
        WeaveReport report = PatchJar.write(core, patch(workspace), sound);
        BrokenPatch.write(sound, core, faults, output);
        return report;
      } finally {
        Files.deleteIfExists(sound);
      }
    } catch (WeaveException | FaultException e) {
      throw CommandFailure.usage("--spark " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + output + ": " + e.getMessage());
    }
  }

  /** The unwoven store (R14): our classes stand last, where nothing of Spark's calls them. */
  public List<Path> stock(Workspace workspace) {
    List<Path> path = new ArrayList<>();
    path.add(woven(workspace, StorePatch::widen));
    path.addAll(adapter(workspace));
    path.add(core);
    path.addAll(others);
    path.add(patch(workspace));
    return path;
  }

  /**
   * A Spark with native blocks of its own, nothing woven but what may be read from outside: the
   * adapter's jar stands before Spark, and our patch is not there at all.
   *
   * @param natives the jar with an adapter (docs/adapter.md), and what it needs beside Spark
   */
  public List<Path> adapted(Workspace workspace, Path natives) {
    if (!Files.isRegularFile(natives)) {
      throw CommandFailure.usage(
          "--natives: " + natives + (Files.exists(natives) ? " is not a jar" : ": no such file"));
    }
    List<Path> path = new ArrayList<>();
    path.add(woven(workspace, StorePatch::widen));
    path.addAll(adapter(workspace));
    path.add(natives);
    path.add(core);
    path.addAll(others);
    checkLinks(path, natives);
    return path;
  }

  /** The jar of our own classes, with those that were woven for {@link SparkVersions#BUILT}. */
  public static Path patch(Workspace workspace) {
    Path folder = sparkFolder(workspace);
    return jars(folder).stream()
        .filter(jar -> named(jar, "lockstep-spark-patch"))
        .findFirst()
        .orElseThrow(() -> CommandFailure.outside("no patch in " + folder + ": run 'make build'"));
  }

  /** The jar of the columnar cache, with the classes of spark-sql woven for it. */
  public static Path columnar(Workspace workspace) {
    return module(workspace, "columnar");
  }

  /** The jar of the engine on Arrow. */
  public static Path arrow(Workspace workspace) {
    return module(workspace, "arrow");
  }

  private static Path module(Workspace workspace, String name) {
    Path folder = workspace.home().resolve("spark").resolve(name).resolve("target");
    return jars(folder).stream()
        .filter(jar -> named(jar, "lockstep-spark-" + name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.outside(
                    "no lockstep-spark-" + name + " in " + folder + ": run 'make build'"));
  }

  private static List<Path> adapter(Workspace workspace) {
    return jars(workspace.home().resolve("cli/target/lib")).stream()
        .filter(
            j ->
                named(j, "lockstep-spark-replay")
                    || named(j, "lockstep-spark-threads")
                    || named(j, "asm"))
        .toList();
  }

  /** What leads threads through traces of the lock level, beside the patch and Spark. */
  public static List<Path> lockLevel(Workspace workspace) {
    List<Path> path = new ArrayList<>(adapter(workspace));
    jars(sparkFolder(workspace)).stream()
        .filter(jar -> named(jar, "lockstep-") && !named(jar, "lockstep-spark-patch"))
        .forEach(path::add);
    return path;
  }

  private static List<Path> builtJars(Workspace workspace) {
    return jars(sparkFolder(workspace)).stream().filter(j -> !named(j, "lockstep-")).toList();
  }

  private static Path sparkFolder(Workspace workspace) {
    return workspace.home().resolve("spark/replay/target/spark");
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

  /** Weaves into a folder of its own under build/, which goes when the process ends. */
  private Path woven(Workspace workspace, Weave weave) {
    try {
      Path folder = ScratchFolder.in(workspace.build(), "woven-").path();
      weave.weave(core, folder);
      return folder;
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside("can't weave " + core + ": " + e.getMessage());
    }
  }
}
