package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.spark.faults.Fault;
import dev.lockstep.spark.launch.LedCounterexample;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests that {@code lockstep junit} writes for the corpus, and for what a hunt found on each
 * deliberate fault: they compile, pass on the sound store, and fail where their trace says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JunitCommandTest {
  private static final Path CORPUS = Path.of("../traces");
  private static final Path FOUND = Path.of("src/test/resources/found");

  @TempDir private static Path folder;

  /** The class of each trace. */
  private final Map<Path, String> written = new LinkedHashMap<>();

  private WrittenTests tests;
  private String sound;

  @BeforeAll
  void writeAndCompile() throws IOException {
    tests = new WrittenTests(folder);
    Files.createDirectories(folder.resolve("src"));
    List<Path> traces = new ArrayList<>(tracesIn(CORPUS.resolve("hand"), ""));
    traces.addAll(tracesIn(CORPUS.resolve("bug"), ""));
    traces.addAll(tracesIn(CORPUS.resolve("tlc"), "MC"));
    traces.add(tracesIn(CORPUS.resolve("random"), "execution").get(0));
    traces.add(tracesIn(CORPUS.resolve("tlc"), "tiny-edge-cover").get(0));
    traces.forEach(trace -> written.put(trace, tests.write(trace)));
    for (Fault fault : Fault.values()) {
      Path trace = FOUND.resolve(fault.faultName() + ".json");
      written.put(trace, tests.write(trace, "--class-name", "Found" + fault.name()));
    }
    sound = WrittenTests.classPath();
    tests.compile(sound);
  }

  @AfterEach
  void demandNothing() {
    System.clearProperty("demand.rule");
    System.clearProperty("lockstep.store");
  }

  @Test
  void allPassOnThePatchedStore() throws Exception {
    assertThat(tests.run(List.copyOf(written.values()), sound))
        .allSatisfy(JunitCommandTest::passed);
  }

  @Test
  void whatAHuntFoundFailsOnItsFault() throws Exception {
    for (Fault fault : Fault.values()) {
      String name = "Found" + fault.name();
      String broken = WrittenTests.classPath("--fault", fault.faultName());
      assertThat(tests.run(List.of(name), broken).get(name))
          .as(fault.faultName())
          .containsPattern("(" + String.join("|", fault.expectedRules()) + "), step");
    }
  }

  @Test
  void interleavingsFailOnTheStoreWithoutTheMechanism() throws Exception {
    Map<String, Set<String>> byFaults = new TreeMap<>();
    for (Map.Entry<Path, LockTrace> lock : interleavings().entrySet()) {
      List<String> faults = LedCounterexample.faults(lock.getValue().constants());
      if (!faults.isEmpty()) {
        byFaults
            .computeIfAbsent(String.join(",", faults), f -> new TreeSet<>())
            .add(written.get(lock.getKey()));
      }
    }
    assertThat(byFaults).hasSizeGreaterThanOrEqualTo(9);
    for (Map.Entry<String, Set<String>> entry : byFaults.entrySet()) {
      String broken = WrittenTests.classPath("--fault", entry.getKey());
      assertThat(tests.run(List.copyOf(entry.getValue()), broken))
          .as(entry.getKey())
          .allSatisfy((name, why) -> assertThat(why).as(name).contains(" broken at step "));
    }
  }

  /** Also those whose mechanism no fault takes from the real store. */
  @Test
  void interleavingsFailOnTheModelWithoutTheMechanism() throws Exception {
    System.setProperty("lockstep.store", "model");
    List<String> names = new ArrayList<>();
    interleavings()
        .forEach(
            (file, trace) -> {
              Set<?> without = trace.constants().without();
              if (!LedCounterexample.CALLERS.containsAll(without)) {
                names.add(written.get(file));
              }
            });
    assertThat(names).hasSizeGreaterThanOrEqualTo(19);
    assertThat(tests.run(names, sound))
        .allSatisfy((name, why) -> assertThat(why).as(name).contains(" broken at step "));
  }

  /** What Spark itself, or a caller, does: the rule fails where it is demanded. */
  @Test
  void whatIsOnRecordFailsWhereTheRuleIsDemanded() throws Exception {
    List<String> names = new ArrayList<>(List.of("R11PinTest"));
    interleavings()
        .forEach(
            (file, trace) -> {
              if (LedCounterexample.CALLERS.containsAll(trace.constants().without())) {
                names.add(written.get(file));
              }
            });
    System.setProperty("demand.rule", "true");
    assertThat(tests.run(names, sound))
        .hasSize(7)
        .allSatisfy((name, why) -> assertThat(why).as(name).isNotEmpty());
  }

  @Test
  void contractLevelKnowsNothingOfLockstep() throws IOException {
    String text = Files.readString(folder.resolve("src/FoundFIFO.java"));
    assertThat(text).doesNotContain("dev.lockstep").contains("// 3  task 1  pin n2");
  }

  @Test
  void sameTraceSameBytes() throws IOException {
    Path trace = FOUND.resolve("fifo.json");
    String once = Files.readString(folder.resolve("src/FoundFIFO.java"));
    Path other = folder.resolve("again");
    CommandRun.of(
        "junit", trace.toString(), "--output", other.toString(), "--class-name", "FoundFIFO");
    assertThat(Files.readString(other.resolve("FoundFIFO.java"))).isEqualTo(once);
  }

  @Test
  void aPackageHasItsFolders() throws IOException {
    Path trace = FOUND.resolve("fifo.json");
    Path other = folder.resolve("packaged");
    CommandRun run =
        CommandRun.of(
            "junit", trace.toString(), "--output", other.toString(), "--package", "org.example");
    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(other.resolve("org/example/R4LruTest.java")))
        .startsWith("package org.example;");
  }

  @Test
  void mistakesAreOneLineAndWriteNothing() throws IOException {
    String trace = FOUND.resolve("fifo.json").toString();
    String there = folder.resolve("mistakes").toString();
    refused("no such file", "missing.json", "--output", there);
    refused("--class-name", trace, "--output", there, "--class-name", "1st");
    refused("--class-name", trace, "--output", there, "--class-name", "class");
    refused("--package", trace, "--output", there, "--package", "a..b");
    refused("--output", trace, "--output", trace);
    refused("--class-path", trace, "--output", there, "--fault", "fifo");
    refused("either a trace or --class-path");
    refused("there is no fault nonsense", "--class-path", "--fault", "nonsense");
    Path unknown =
        Files.writeString(
            folder.resolve("unknown.json"),
            Files.readString(FOUND.resolve("fifo.json")).replace("+fifo", "+nope"));
    refused("expect.where: there is no fault nope", unknown.toString(), "--output", there);
    assertThat(Path.of(there)).doesNotExist();
  }

  @Test
  void anExistingFileStays() throws IOException {
    String trace = FOUND.resolve("fifo.json").toString();
    Path there = folder.resolve("existing");
    Path file = Files.createDirectories(there).resolve("R4LruTest.java");
    Files.writeString(file, "mine");
    refused("--force", trace, "--output", there.toString());
    assertThat(file).hasContent("mine");
    assertThat(CommandRun.of("junit", trace, "--output", there.toString(), "--force").exitCode())
        .isZero();
    assertThat(Files.readString(file)).contains("class R4LruTest");
  }

  private static void refused(String why, String... arguments) {
    List<String> all = new ArrayList<>(List.of("junit"));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(why);
  }

  private Map<Path, LockTrace> interleavings() {
    Map<Path, LockTrace> found = new LinkedHashMap<>();
    for (Path file : written.keySet()) {
      try {
        if (TraceCodec.readAny(file) instanceof LockTrace trace) {
          found.put(file, trace);
        }
      } catch (TraceFormatException e) {
        throw new IllegalStateException(e);
      }
    }
    return found;
  }

  private static void passed(String name, String why) {
    assertThat(why).as(name).isEmpty();
  }

  private static List<Path> tracesIn(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }
}
