package dev.lockstep.spark.weave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The patch as one jar, for each claimed version. */
class PatchJarTest {
  private static final Path OURS = Path.of("target", "classes");
  private static final String STORAGE = "org.apache.spark.storage.";

  @TempDir private Path folder;

  static List<Path> cores() throws IOException {
    return SparkCores.all();
  }

  @Test
  void threeVersionsAreClaimed() throws IOException {
    assertThat(cores())
        .extracting(core -> core.getFileName().toString())
        .containsExactly(
            "spark-core_2.13-4.2.0.jar", "spark-core_2.13-4.0.4.jar", "spark-core_2.13-4.1.3.jar");
  }

  @ParameterizedTest
  @MethodSource("cores")
  void everyWovenClassOfEveryVersionPassesTheVerifierOfTheJvm(Path core) throws Exception {
    Path jar = folder.resolve("patch.jar");
    WeaveReport report = PatchJar.write(core, OURS, jar);

    assertThat(report.classes()).hasSameSizeAs(stockClassesWoven());
    try (URLClassLoader loader = loader(path(jar, core))) {
      for (String name : report.classes()) {
        // Linking verifies; a class that does not verify throws here.
        Class<?> woven = Class.forName(name, true, loader);
        MethodHandles.lookup().in(woven).ensureInitialized(woven);

        assertThat(woven.getProtectionDomain().getCodeSource().getLocation().getPath())
            .as(name)
            .endsWith("/patch.jar");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cores")
  void ourClassesFindAllThatTheyCallInEveryVersion(Path core) throws Exception {
    Path jar = folder.resolve("patch.jar");
    PatchJar.write(WovenClassesTest.SPARK_CORE, OURS, jar);
    Path woven = folder.resolve("woven");
    StorePatch.weave(core, woven);

    List<Path> path = new ArrayList<>(List.of(woven));
    path.addAll(path(jar, core));
    LinkCheck.check(jar, path);
  }

  @Test
  void whatAnotherSparkDoesNotHaveIsNamed() throws Exception {
    Path jar = folder.resolve("patch.jar");
    PatchJar.write(WovenClassesTest.SPARK_CORE, OURS, jar);
    Path stockFirst = folder.resolve("stock");
    StorePatch.widen(WovenClassesTest.SPARK_CORE, stockFirst);

    List<Path> path = new ArrayList<>(List.of(stockFirst));
    path.addAll(path(jar, WovenClassesTest.SPARK_CORE));

    assertThatThrownBy(() -> LinkCheck.check(jar, path))
        .isInstanceOf(WeaveException.class)
        .hasMessageMatching(
            "org\\.apache\\.spark\\.storage\\.\\S+: expected one with \\S+, which"
                + " org\\.apache\\.spark\\.storage\\.\\S+ needs, found none");
  }

  static Stream<Arguments> pairs() throws IOException {
    List<Path> cores = SparkCores.all();
    return cores.stream()
        .flatMap(
            made ->
                cores.stream().filter(run -> !run.equals(made)).map(run -> arguments(made, run)));
  }

  /**
   * The first of the woven classes that a SparkContext or an executor uses is the block manager.
   */
  @ParameterizedTest
  @MethodSource("pairs")
  void anotherSparkIsRefusedInOneLine(Path made, Path running) throws Exception {
    Path jar = folder.resolve("patch.jar");
    PatchJar.write(made, OURS, jar);

    try (URLClassLoader loader = loader(path(jar, running))) {
      for (String first : List.of("BlockManagerMaster", "memory.MemoryStore")) {
        assertThatThrownBy(() -> Class.forName(STORAGE + first, true, loader))
            .isExactlyInstanceOf(LinkageError.class)
            .hasMessage(
                "native blocks: the patch on the class path is for Spark "
                    + version(made)
                    + ", and this is Spark "
                    + version(running)
                    + "; make one for it: lockstep patch --spark "
                    + version(running)
                    + " --output FILE.jar");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cores")
  void manifestNamesTheSpark(Path core) throws Exception {
    Path jar = folder.resolve("patch.jar");
    PatchJar.write(core, OURS, jar);

    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getManifest().getMainAttributes().get(PatchJar.VERSION))
          .isEqualTo(version(core));
    }
  }

  /** A folder of classes has no word for its version: whoever weaves it knows what they run. */
  @Test
  void sparkThatDoesNotSayItsVersionIsNotChecked() throws Exception {
    Path classes = folder.resolve("classes");
    try (FileSystem core = FileSystems.newFileSystem(WovenClassesTest.SPARK_CORE)) {
      for (String name : stockClassesWoven()) {
        Path target = classes.resolve(name + ".class");
        Files.createDirectories(target.getParent());
        Files.copy(core.getPath("/" + name + ".class"), target);
      }
    }
    Path jar = folder.resolve("patch.jar");

    assertThat(PatchJar.write(classes, OURS, jar).version()).isEmpty();

    Path other = SparkCores.all().get(1);
    try (URLClassLoader loader = loader(path(jar, other))) {
      assertThat(Class.forName(STORAGE + "memory.MemoryStore", true, loader)).isNotNull();
    }
  }

  /** As with {@code --jars}: the patch's classes are there, and Spark's own are found first. */
  @ParameterizedTest
  @MethodSource("cores")
  void patchBehindSparkIsSaidInOneLine(Path core) throws Exception {
    Path jar = folder.resolve("patch.jar");
    PatchJar.write(core, OURS, jar);
    List<Path> spark = new ArrayList<>(List.of(core));
    spark.addAll(SparkCores.rest());

    try (URLClassLoader application = loader(spark);
        URLClassLoader jars = new URLClassLoader(new URL[] {jar.toUri().toURL()}, application)) {
      Method first =
          Class.forName(STORAGE + "NativeBlockStore", true, jars).getMethod("ofThisExecutor");
      assertThatThrownBy(() -> first.invoke(null))
          .cause()
          .isExactlyInstanceOf(LinkageError.class)
          .hasMessageStartingWith("native blocks: Spark's own MemoryStore is in use")
          .hasMessageContaining("spark.executor.extraClassPath");
    }
  }

  @Test
  void sameInputGivesTheSameBytes() throws Exception {
    Path first = folder.resolve("first.jar");
    Path second = folder.resolve("new/second.jar");
    PatchJar.write(WovenClassesTest.SPARK_CORE, OURS, first);
    PatchJar.write(WovenClassesTest.SPARK_CORE, OURS, second);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void wrongSparkLeavesTheOldJar() throws Exception {
    Path jar = Files.writeString(folder.resolve("patch.jar"), "old");

    assertThat(run(OURS.toString(), folder.toString(), jar.toString()))
        .contains("BlockId$: expected the class");
    assertThat(jar).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(jar);
    }
  }

  @Test
  void widenedClassesDifferFromStockInTheAccessOfFieldsAlone() throws Exception {
    Path output = folder.resolve("widened");
    WeaveReport report = StorePatch.widen(WovenClassesTest.SPARK_CORE, output);

    assertThat(report.points())
        .isNotEmpty()
        .allMatch(point -> point.endsWith(": field made public"));
    try (StockClasses stock = StockClasses.open(WovenClassesTest.SPARK_CORE);
        StockClasses widened = StockClasses.open(output)) {
      for (String name : report.classes()) {
        ClassText before = ClassText.of(stock.read(name.replace('.', '/')));
        ClassText after = ClassText.of(widened.read(name.replace('.', '/')));
        assertThat(after.methods()).as(name).isEqualTo(before.methods());
        assertThat(after.fields()).as(name).isNotEqualTo(before.fields());
      }
    }
  }

  private static String version(Path core) {
    return core.getFileName().toString().replaceAll("^.*-|\\.jar$", "");
  }

  private static List<String> stockClassesWoven() {
    return StorePoints.ALL.stream().map(WeavePoint::className).distinct().toList();
  }

  private static List<Path> path(Path jar, Path core) {
    List<Path> path = new ArrayList<>(List.of(jar, core));
    path.addAll(SparkCores.rest());
    return path;
  }

  private static URLClassLoader loader(List<Path> path) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : path) {
      urls.add(entry.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  private static String run(String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(PatchJar.run(new PrintStream(err, true, UTF_8), args)).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines()).hasSize(1);
    return err.toString(UTF_8);
  }
}
