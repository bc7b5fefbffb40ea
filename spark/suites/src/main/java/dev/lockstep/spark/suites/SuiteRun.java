package dev.lockstep.spark.suites;

import dev.lockstep.spark.fetch.SparkJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Runs of suites on one class path, by ScalaTest's {@code Runner} in a process of its own.
 *
 * @param label what runs, for messages: {@code 4.2.0 patched}
 * @param module whose suites
 * @param classPath in order
 * @param tests the jar that holds the suites
 * @param properties system properties beside those that the module's suites need
 * @param folder where a run leaves its reports, its log and what ScalaTest printed; emptied first
 * @param limit how long a run may take: on a broken store some suites poll for ever
 */
public record SuiteRun(
    String label,
    SuiteModule module,
    List<Path> classPath,
    Path tests,
    Map<String, String> properties,
    Path folder,
    Duration limit) {
  private static final String SCALA_TEST = "org.scalatest.tools.Runner";

  private static final String RUN_ABORTED = "*** RUN ABORTED ***";

  /** ScalaTest says 0 if all passed and 1 if not; anything else is no verdict of its own. */
  private static final int SOME_FAILED = 1;

  public SuiteRun {
    folder = folder.toAbsolutePath();
    classPath = List.copyOf(classPath);
    properties = Map.copyOf(properties);
  }

  /**
   * Runs whole suites.
   *
   * @param ended told from time to time how many tests have ended, for a progress bar
   * @return how each test ended; a suite that gave up as a whole is a failure of its own
   * @throws SuiteRunException if time ran out, or the JVM died
   */
  public Map<TestName, Outcome> run(Collection<SparkSuite> suites, IntConsumer ended)
      throws SuiteRunException, IOException, InterruptedException {
    List<String> selection = new ArrayList<>();
    suites.forEach(suite -> selection.addAll(List.of("-s", suite.className())));
    return run(folder, suites, selection, ended);
  }

  /** Runs only these tests, in a process of their own. */
  Map<TestName, Outcome> runOnly(Collection<TestName> tests)
      throws SuiteRunException, IOException, InterruptedException {
    TreeSet<SparkSuite> suites = new TreeSet<>();
    tests.forEach(test -> suites.add(test.suite()));
    List<String> selection = new ArrayList<>();
    for (SparkSuite suite : suites) {
      selection.addAll(List.of("-s", suite.className()));
      tests.stream()
          .filter(test -> test.suite() == suite)
          .forEach(test -> selection.addAll(List.of("-t", test.test())));
    }
    Path second = folder.resolveSibling(folder.getFileName() + "-second");
    return run(second, suites, selection, count -> {});
  }

  private Map<TestName, Outcome> run(
      Path into, Collection<SparkSuite> suites, List<String> selection, IntConsumer ended)
      throws SuiteRunException, IOException, InterruptedException {
    Folders.empty(into);
    Path reports = Files.createDirectories(into.resolve("reports"));
    Path scratch = Files.createDirectories(into.resolve("scratch"));
    // An executor that a suite starts looks for Spark's jars, though its class path has them all.
    Files.createDirectories(scratch.resolve("jars"));
    Path printed = into.resolve("printed.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(reports, scratch, selection))
            .directory(scratch.toFile())
            .redirectOutput(printed.toFile())
            .redirectError(into.resolve("log.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_TESTING", "1",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_SCALA_VERSION", "2.13",
                "JAVA_HOME", System.getProperty("java.home")));
    builder.environment().keySet().removeAll(List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR"));
    try {
      OptionalInt exit =
          BoundedProcess.run(builder, limit, () -> ended.accept(endedTests(printed).size()));
      if (exit.isEmpty()) {
        throw new SuiteRunException(tooLong(printed));
      } else if (exit.getAsInt() < 0 || exit.getAsInt() > SOME_FAILED) {
        throw new SuiteRunException(
            label + ": the JVM died with exit code " + exit.getAsInt() + ": see " + into);
      }
    } finally {
      Folders.delete(scratch);
    }
    Map<TestName, Outcome> outcomes = new TreeMap<>();
    for (SparkSuite suite : suites) {
      if (Files.isRegularFile(JUnitReport.file(reports, suite))) {
        outcomes.putAll(JUnitReport.read(reports, suite));
      } else {
        outcomes.put(TestName.wholeSuite(suite), aborted(suite, printed));
      }
    }
    return outcomes;
  }

  /**
   * ScalaTest gives up a run on a {@code LinkageError} and writes no report then: a finding, if the
   * other side ran. Without a word from it the JVM never came so far.
   */
  private Outcome aborted(SparkSuite suite, Path printed) throws SuiteRunException, IOException {
    List<String> lines = Files.readAllLines(printed, StandardCharsets.ISO_8859_1);
    int at = lines.indexOf(RUN_ABORTED);
    if (at < 0) {
      throw new SuiteRunException(
          label + ": no report of " + suite.simpleName() + ": see " + printed.getParent());
    }
    String why = at + 1 < lines.size() ? lines.get(at + 1) : "";
    return new Outcome.Failed("RunAborted", why.replaceFirst("^.* caused a run to abort: ", ""));
  }

  private String tooLong(Path printed) {
    List<String> ended = endedTests(printed);
    return label
        + ": did not end within "
        + limit.toSeconds()
        + " s and was killed; the last test that ended: "
        + (ended.isEmpty() ? "none" : ended.get(ended.size() - 1))
        + ": see "
        + printed.getParent();
  }

  /** The lines in which ScalaTest says that a test ended; good for progress, not for verdicts. */
  private static List<String> endedTests(Path printed) {
    try (Stream<String> lines = Files.lines(printed, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith("- ")).map(line -> line.substring(2)).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private List<String> command(Path reports, Path scratch, List<String> selection) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short runs that mostly wait: the second compiler would double their load.
    command.addAll(List.of("-Xmx2g", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(SparkJvm.OPTIONS);
    new TreeMap<>(module.properties(scratch)).forEach(setting(command));
    new TreeMap<>(properties).forEach(setting(command));
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + scratch,
            "-Dfile.encoding=UTF-8",
            "-cp",
            String.join(
                File.pathSeparator,
                classPath.stream().map(p -> p.toAbsolutePath().toString()).toList()),
            SCALA_TEST,
            // A path with a space in it is two paths to ScalaTest, unless they are escaped.
            "-R",
            Objects.toString(tests.toAbsolutePath()).replace(" ", "\\ "),
            "-oW",
            "-u",
            reports.toString()));
    command.addAll(selection);
    return command;
  }

  private static BiConsumer<String, String> setting(List<String> command) {
    return (name, value) -> command.add("-D" + name + "=" + value);
  }
}
