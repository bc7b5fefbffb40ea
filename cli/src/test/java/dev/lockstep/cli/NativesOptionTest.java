package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cli.random.SequenceRun;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.simulator.hunt.Hunt;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntResult;
import dev.lockstep.simulator.hunt.HuntSpec;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.spark.faults.Fault;
import dev.lockstep.spark.faults.ThreadFault;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkStores;
import dev.lockstep.traces.CoverReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --natives}: the second implementation keeps the rules, and is found out when it is broken.
 */
class NativesOptionTest {
  private static final Path PLAIN = Path.of("../spark/plain/target/lockstep-spark-plain-0.1.0.jar");
  private static final String CAN_NOT_DEFER =
      "constants.deferredRelease: plain subclasses can't defer releases (R8)";

  private static List<Path> classPath = List.of();

  @TempDir private Path folder;

  /** Once: copies of four classes are made for it. */
  @BeforeAll
  static void findSpark() {
    Workspace workspace = Workspace.find();
    classPath = SparkPath.of(workspace, SparkVersions.BUILT).adapted(workspace, PLAIN);
  }

  @Test
  void theCorpusConforms() {
    CommandRun run = CommandRun.of("replay", "../traces", "--quiet", "--natives", PLAIN.toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("([0-9]+) of \\1 traces as expected on Spark 4.2.0 \\(plain subclasses\\)")
        .contains("r08-deferred-release--put-told-no-space.json: " + CAN_NOT_DEFER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tiny", "Fatal"})
  void everyTransitionConforms(String config) {
    ContractModel model =
        new ContractModel(Workspace.find().config("MCEvictionContract" + config).constants());

    try (SparkStores stores = open(Optional.empty())) {
      CoverReplay.Report report =
          new CoverReplay(model, StateExplorer.graphOf(model), stores).replay(n -> {});

      assertThat(report.divergences()).isEmpty();
      assertThat(report.replayed()).isEqualTo(report.edges());
    }
  }

  @Test
  void randomSequencesConform() throws IOException {
    try (SparkStores stores = open(Optional.empty())) {
      SequenceRun.Report report = new SequenceRun(stores, possible(stores), 1, n -> {}).run(1000);

      assertThat(report.found()).isEmpty();
      assertThat(report.sequences()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void faultIsFoundUnderItsRule(Fault fault) {
    try (SparkStores stores = open(Optional.of(fault.faultName()))) {
      HuntSpec spec = new HuntSpec(possible(stores), 1, 50, new HuntBudget.Sequences(500));

      HuntResult result = new Hunt(ContractModel::new, stores).run(spec, 1, share -> {});

      assertThat(result).isInstanceOf(HuntResult.Found.class);
      HuntResult.Found found = (HuntResult.Found) result;
      System.out.printf("%s: %s%n  %s%n", fault.faultName(), found.shrunk(), found.divergence());
      assertThat(fault.expectedRules()).contains(found.divergence().rule());
      assertThat(found.shrunk()).hasSizeLessThanOrEqualTo(12);
      assertThat(stores.description())
          .isEqualTo("Spark 4.2.0 (plain subclasses) + " + fault.faultName());
    }
  }

  @Test
  void whatItCanNotDoIsSaid() {
    refused(CAN_NOT_DEFER, "replay", "--cover", "MCEvictionContractDeferred");
    refused(CAN_NOT_DEFER, "hunt", "--goal", "divergence", "--universe", "deferred");
    refused(CAN_NOT_DEFER, "replay", "../traces/hand/r08-deferred-release--put-told-no-space.json");
  }

  @Test
  void patchMayNotBeOnTheClassPath() {
    List<Path> both =
        Stream.concat(classPath.stream(), Stream.of(SparkPath.patch(Workspace.find()))).toList();

    assertThatThrownBy(() -> SparkStores.openAdapted(both, Optional.empty()))
        .isInstanceOf(SparkClassPathException.class)
        .hasMessageContaining("lockstep-spark-patch is on a class path");
  }

  @Test
  void faultThatTakesTwoThreadsIsRefused() {
    String fault = ThreadFault.UNLOCK_WAKES_NOBODY.faultName();

    refused(
        fault + " takes two threads",
        "replay",
        "--cover",
        "MCEvictionContractTiny",
        "--fault",
        fault);
  }

  @Test
  void jarThatIsNoneIsRefused() throws IOException {
    String[] cover = {"replay", "--cover", "MCEvictionContractTiny", "--natives"};
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

    refusedJar(folder.resolve("none.jar"), "none.jar: no such file", cover);
    refusedJar(text, "text.jar is not a jar", cover);
    refusedJar(jar(), "no adapter", cover);
    refusedJar(
        jar("META-INF/services/dev.lockstep.spark.replay.NativeAdapter", "# none\n"),
        "names no class",
        cover);
    refusedJar(
        jar("META-INF/services/dev.lockstep.spark.replay.NativeAdapter", "no.such.Adapter"),
        "Provider no.such.Adapter not found",
        cover);
  }

  @Test
  void adapterNeedsSpark() {
    refused("--natives needs --store spark", "replay", "../traces", "--store", "model");
  }

  private static SparkStores open(Optional<String> fault) {
    return SparkStores.openAdapted(classPath, fault);
  }

  private static List<Universe> possible(SparkStores stores) {
    return Universes.all().stream()
        .filter(universe -> stores.whyNot(universe.constants()).isEmpty())
        .toList();
  }

  private static void refused(String reason, String... arguments) {
    refusedJar(
        PLAIN,
        reason,
        Stream.concat(Stream.of(arguments), Stream.of("--natives")).toArray(String[]::new));
  }

  private static void refusedJar(Path jar, String reason, String... arguments) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of(arguments), Stream.of(jar.toString())).toArray(String[]::new));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains(reason).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
  }

  /** A jar with one file, or none. */
  private Path jar(String... nameAndText) throws IOException {
    Path jar = folder.resolve("jar" + nameAndText.length + ".jar");
    try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new java.util.zip.ZipEntry(nameAndText.length > 0 ? nameAndText[0] : "a"));
      if (nameAndText.length > 1) {
        out.write(nameAndText[1].getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
