package dev.lockstep.spark.suites;

import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.weave.LinkCheck;
import dev.lockstep.spark.weave.PatchJar;
import dev.lockstep.spark.weave.SqlEdit;
import dev.lockstep.spark.weave.StorePatch;
import dev.lockstep.spark.weave.WeaveException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * What the suites of one module and version run on.
 *
 * @param version of Spark
 * @param module whose suites
 * @param jars all of them: spark-core, the suites, then, for those of sql, spark-sql
 */
public record SuiteClassPath(String version, SuiteModule module, List<Path> jars) {
  public SuiteClassPath {
    jars = List.copyOf(jars);
  }

  /**
   * Checks a version without asking anybody.
   *
   * @throws IllegalArgumentException if the libraries of its tests are not known
   */
  public static void check(String version) {
    libraries(version);
  }

  /**
   * Finds the jars, and downloads those that are not there yet.
   *
   * @param version a published version, such as {@code 4.0.4}
   * @throws FetchException if there is no such version, or it can't be downloaded
   * @throws IllegalArgumentException if the libraries of its tests are not known
   */
  public static SuiteClassPath fetch(SparkJars jars, String version, SuiteModule module)
      throws FetchException {
    List<String> roots = libraries(version).roots(version, module);
    // Alone at first: of a version that does not exist everything is missing, and one name will do.
    jars.resolve(roots.subList(0, 1), List.of("*:*"));
    return new SuiteClassPath(version, module, jars.resolve(roots, List.of()));
  }

  private static TestLibraries libraries(String version) {
    return TestLibraries.of(version)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + version
                        + "' is no version of Spark whose test libraries are known; known are the"
                        + " versions of "
                        + String.join(", ", TestLibraries.lines())));
  }

  Path core() {
    return jars.get(0);
  }

  /** Where ScalaTest looks for the suites. */
  Path tests() {
    return jars.get(1);
  }

  private Path sql() {
    if (module != SuiteModule.SQL) {
      throw new IllegalStateException("the suites of " + module + " run without spark-sql");
    }
    return jars.get(2);
  }

  /** The module's suites that this version has. */
  public List<SparkSuite> suites() throws IOException {
    try (ZipFile jar = new ZipFile(tests().toFile())) {
      return module.suites().stream().filter(suite -> isIn(jar, suite)).toList();
    }
  }

  /** Those that other versions have. */
  public List<LeftOut> leftOut() throws IOException {
    try (ZipFile jar = new ZipFile(tests().toFile())) {
      return module.suites().stream()
          .filter(suite -> !isIn(jar, suite))
          .map(suite -> new LeftOut(suite, "Spark " + version + " has no such suite"))
          .toList();
    }
  }

  private static boolean isIn(ZipFile jar, SparkSuite suite) {
    return jar.getEntry(suite.className().replace('.', '/') + ".class") != null;
  }

  /**
   * A run on the published classes.
   *
   * @param folder where it leaves reports and logs
   * @param limit how long it may take
   */
  public SuiteRun stock(Path folder, Duration limit) {
    return run("stock", jars, Map.of(), folder, limit);
  }

  /**
   * A run with freshly woven classes in front, and the Java that they call: for the suites of sql
   * the jar of the columnar cache, though nothing turns the cache on.
   *
   * @param folder where it leaves reports and logs; the woven classes go beside it
   * @param limit how long it may take
   * @throws WeaveException if the patch has no place in this version
   */
  public SuiteRun patched(OurJars ours, Path folder, Duration limit)
      throws WeaveException, IOException {
    if (module == SuiteModule.SQL) {
      return run("patched", behind(cache(ours, folder)), Map.of(), folder, limit);
    }
    Path woven = Folders.empty(folder.resolveSibling("woven"));
    StorePatch.weave(core(), woven);
    return run("patched", behind(woven, ours.patch()), Map.of(), folder, limit);
  }

  /**
   * A run of the suites of sql in which every table is cached natively.
   *
   * @see #patched(OurJars, Path, Duration)
   */
  public SuiteRun natively(OurJars ours, NativeReads reads, Path folder, Duration limit)
      throws WeaveException, IOException {
    List<Path> path = behind(cache(ours, folder), ours.engine());
    LinkCheck.check(ours.engine(), path);
    return run("native " + reads.text(), path, reads.properties(), folder, limit);
  }

  /** The jar that users put before Spark. */
  private Path cache(OurJars ours, Path folder) throws WeaveException, IOException {
    Path jar = folder.resolveSibling("lockstep-native-cache-" + version + ".jar");
    PatchJar.writeColumnar(core(), sql(), ours.woven(), EnumSet.allOf(SqlEdit.class), jar);
    LinkCheck.check(jar, behind(jar));
    return jar;
  }

  private List<Path> behind(Path... first) {
    List<Path> path = new ArrayList<>(List.of(first));
    path.addAll(jars);
    return path;
  }

  private SuiteRun run(
      String what, List<Path> path, Map<String, String> properties, Path folder, Duration limit) {
    return new SuiteRun(version + " " + what, module, path, tests(), properties, folder, limit);
  }
}
