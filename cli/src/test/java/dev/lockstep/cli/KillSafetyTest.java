package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.traces.json.JsonFile;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands in processes of their own, killed in the middle, and two at once. */
class KillSafetyTest {
  private static final Path REAL_HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path home;
  private Path temp;
  private Path found;

  /** A checkout whose build folder is its own. */
  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    temp = Files.createDirectories(folder.resolve("temp"));
    found = folder.resolve("found");
    for (String part : List.of("cli", "spark", "spec", "traces")) {
      Files.createSymbolicLink(home.resolve(part), REAL_HOME.resolve(part));
    }
  }

  @Test
  void aKilledHuntLeavesNothingHalfWrittenAndTheNextOneTidiesUp() throws Exception {
    ChildRun early = hunt();
    await(
        () ->
            names(home.resolve("build"), "woven-").stream().anyMatch(this::isWovenInto)
                || !early.process().isAlive());
    early.kill();
    assertThat(names(home.resolve("build"), "woven-")).as(early.text()).hasSize(1);

    ChildRun late = hunt();
    await(() -> !names(found, "").isEmpty() || !late.process().isAlive());
    late.kill();
    contents(found);
    // As one that was killed while it wrote.
    Files.writeString(found.resolve(".result.json." + late.process().pid() + "-1.part"), "{");

    ChildRun whole = hunt();
    assertThat(whole.await()).as(whole.text()).isEqualTo(1);
    Map<String, String> after = contents(found);
    assertThat(after).hasSize(2).containsKey("result.json");
    assertThat(names(found, ".")).isEmpty();
    assertThat(names(home.resolve("build"), "woven-")).isEmpty();

    ChildRun one = hunt();
    ChildRun other = hunt();
    assertThat(one.await()).as(one.text()).isEqualTo(1);
    assertThat(other.await()).as(other.text()).isEqualTo(1);
    assertThat(contents(found)).isEqualTo(after);
    assertThat(names(home.resolve("build"), "woven-")).isEmpty();
  }

  @Test
  void aKilledCheckTakesTlcWithIt() throws Exception {
    ChildRun check = ChildRun.start(home, temp, "check", "MCEvictionContractLarge");
    await(() -> !names(temp, "lockstep-tlc").isEmpty() && check.process().children().count() > 0);
    List<ProcessHandle> children = check.process().children().toList();
    check.kill();

    assertThat(names(temp, "lockstep-tlc")).hasSize(1);
    for (ProcessHandle tlc : children) {
      tlc.onExit().get(60, TimeUnit.SECONDS);
    }

    ChildRun next = ChildRun.start(home, temp, "check", "MCEvictionContractTiny");
    assertThat(next.await()).as(next.text()).isZero();
    assertThat(names(temp, "lockstep-tlc")).isEmpty();
  }

  /** Its owner's mark is there, and something else. */
  private boolean isWovenInto(String name) {
    return names(home.resolve("build").resolve(name), "").size() > 1;
  }

  /** One that finds a planted fault, on a Spark that is woven first. */
  private ChildRun hunt() throws IOException {
    Path core;
    try (Stream<Path> jars = Files.list(REAL_HOME.resolve("spark/replay/target/spark"))) {
      core = jars.filter(jar -> jar.toString().contains("spark-core_")).findFirst().orElseThrow();
    }
    return ChildRun.start(
        home,
        temp,
        "hunt",
        "--goal",
        "divergence",
        "--fault",
        "fifo",
        "--sequences",
        "200",
        "--spark",
        core.toString(),
        "--out",
        found.toString(),
        "--json",
        found.resolve("result.json").toString());
  }

  /** The whole files of a folder, each of which must be JSON from its begin to its end. */
  private static Map<String, String> contents(Path folder)
      throws IOException, TraceFormatException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(folder, "")) {
      if (!name.startsWith(".")) {
        JsonFile.read(folder.resolve(name));
        contents.put(name, Files.readString(folder.resolve(name)));
      }
    }
    return contents;
  }

  private static List<String> names(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(prefix))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(10);
    }
  }
}
