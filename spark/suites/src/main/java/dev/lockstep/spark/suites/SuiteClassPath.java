package dev.lockstep.spark.suites;

import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.weave.StorePatch;
import dev.lockstep.spark.weave.WeaveException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the suites of one version run on.
 *
 * @param version of Spark
 * @param jars all of them, spark-core first, its tests second
 */
public record SuiteClassPath(String version, List<Path> jars) {
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
  public static SuiteClassPath fetch(SparkJars jars, String version) throws FetchException {
    List<String> roots = libraries(version).roots(version);
    // Alone at first: of a version that does not exist everything is missing, and one name will do.
    jars.resolve(roots.subList(0, 1), List.of("*:*"));
    return new SuiteClassPath(version, jars.resolve(roots, List.of()));
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

  /**
   * A run on the published classes.
   *
   * @param folder where it leaves reports and logs
   * @param limit how long it may take
   */
  public SuiteRun stock(Path folder, Duration limit) {
    return new SuiteRun(version + " stock", jars, tests(), folder, limit);
  }

  /**
   * A run with freshly woven classes in front, and the Java that they call.
   *
   * @param patch the jar or the folder of lockstep-spark-patch
   * @param folder where it leaves reports and logs; the woven classes go beside it
   * @param limit how long it may take
   * @throws WeaveException if the patch has no place in this version
   */
  public SuiteRun patched(Path patch, Path folder, Duration limit)
      throws WeaveException, IOException {
    Path woven = Folders.empty(folder.resolveSibling("woven"));
    StorePatch.weave(core(), woven);
    List<Path> path = new ArrayList<>(List.of(woven, patch));
    path.addAll(jars);
    return new SuiteRun(version + " patched", path, tests(), folder, limit);
  }
}
