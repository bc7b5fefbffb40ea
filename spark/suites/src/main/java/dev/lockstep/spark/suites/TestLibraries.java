package dev.lockstep.spark.suites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The libraries that the tests of a line of Spark were compiled with: what the published pom of
 * that line (spark-parent, spark-core) has in scope {@code test}, as far as these suites need it.
 *
 * @param scalaTestPlusMockito the artifact; its name holds the version of Mockito it is for
 * @param mockito version of mockito-core
 * @param byteBuddy version of byte-buddy and its agent
 */
record TestLibraries(String scalaTestPlusMockito, String mockito, String byteBuddy) {
  /** The same in all lines so far, as is ScalaTest. */
  private static final String SCALA_TEST = "3.2.19";

  private static final Map<String, TestLibraries> BY_LINE =
      new TreeMap<>(
          Map.of(
              "4.0", new TestLibraries("mockito-5-12_2.13", "5.12.0", "1.14.17"),
              "4.1", new TestLibraries("mockito-5-12_2.13", "5.12.0", "1.17.6"),
              "4.2", new TestLibraries("mockito-5-18_2.13", "5.23.0", "1.18.4")));

  /** The lines whose libraries are known, {@code 4.0}. */
  static List<String> lines() {
    return List.copyOf(BY_LINE.keySet());
  }

  /** The libraries for {@code 4.0.4} are those of the line {@code 4.0}. */
  static Optional<TestLibraries> of(String version) {
    String[] parts = version.split("\\.", -1);
    return parts.length < 3
        ? Optional.empty()
        : Optional.ofNullable(BY_LINE.get(parts[0] + "." + parts[1]));
  }

  /**
   * Coordinates of all that the suites of a module need: spark-core, the jar with the suites, then,
   * for the suites of sql, spark-sql.
   */
  List<String> roots(String version, SuiteModule module) {
    List<String> roots = new ArrayList<>();
    roots.add(jar("core", version));
    switch (module) {
      case CORE -> roots.add(testJar("core", version));
      case SQL -> {
        roots.add(testJar("sql", version));
        roots.add(jar("sql", version));
        roots.add(testJar("core", version));
        roots.add(testJar("catalyst", version));
      }
    }
    for (String used : List.of("common-utils", "tags", "network-common")) {
      roots.add(testJar(used, version));
    }
    roots.add("org.scalatest:scalatest_2.13:" + SCALA_TEST);
    roots.add("org.scalatestplus:" + scalaTestPlusMockito + ":" + SCALA_TEST + ".0");
    roots.add("org.mockito:mockito-core:" + mockito);
    roots.add("net.bytebuddy:byte-buddy:" + byteBuddy);
    roots.add("net.bytebuddy:byte-buddy-agent:" + byteBuddy);
    return roots;
  }

  private static String jar(String module, String version) {
    return "org.apache.spark:spark-" + module + "_2.13:" + version;
  }

  private static String testJar(String module, String version) {
    return "org.apache.spark:spark-" + module + "_2.13:jar:tests:" + version;
  }
}
