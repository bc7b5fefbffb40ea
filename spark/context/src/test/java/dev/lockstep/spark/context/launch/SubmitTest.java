package dev.lockstep.spark.context.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the patch's jar may stand, by spark-submit on a cluster of JVMs: Spark's launcher makes the
 * driver's command, as {@code bin/spark-submit} has it do, and the worker makes the executor's.
 */
class SubmitTest {
  private static final Path PATCH =
      Path.of("../patch/target/lockstep-native-blocks-4.2.0.jar").toAbsolutePath().normalize();

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String ALL = "lockstep.submit.all";

  private static final String REFUSAL =
      "java.lang.LinkageError: native blocks: Spark's own MemoryStore is in use, not the patch's.";

  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  @TempDir private Path home;

  /** A Spark as it is unpacked, with none of our jars; one jar names those that it has. */
  @BeforeEach
  void unpack() throws IOException {
    WorkFolder.prepare(home);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            TestClassPath.entries().stream()
                .filter(entry -> entry.toString().endsWith(".jar"))
                .filter(entry -> !entry.getFileName().toString().startsWith("lockstep-"))
                .map(entry -> entry.toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(home.resolve("jars/spark.jar")), manifest).close();
  }

  /** One run for both, since each is three JVMs: the others are behind {@code -D} {@link #ALL}. */
  @Test
  void driverClassPathComesBeforeSparkAndJarsAfterIt() throws Exception {
    List<String> said = submit("--driver-class-path", PATCH.toString(), "--jars", PATCH.toString());

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).isEqualTo(SubmitApp.DRIVER + "STORED");
    assertThat(said.get(1)).startsWith(SubmitApp.EXECUTOR + REFUSAL).contains("extraClassPath");
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void extraClassPathPutsThePatchBeforeSpark() throws Exception {
    List<String> said =
        submit(
            "--driver-class-path",
            PATCH.toString(),
            "--conf",
            "spark.executor.extraClassPath=" + PATCH);

    assertThat(said).containsExactly(SubmitApp.DRIVER + "STORED", SubmitApp.EXECUTOR + "STORED");
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void jarsComeAfterSparkAndTheFirstCallSaysSo() throws Exception {
    List<String> said = submit("--jars", PATCH.toString());

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).startsWith(SubmitApp.DRIVER + REFUSAL);
    assertThat(said.get(1)).startsWith(SubmitApp.EXECUTOR + REFUSAL);
  }

  /** What the application printed. */
  private List<String> submit(String... placed) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--master", "local-cluster[1,1,1024]"));
    arguments.addAll(List.of("--driver-memory", "512m", "--class", SubmitApp.class.getName()));
    arguments.addAll(List.of("--driver-java-options", QUICK));
    for (String setting :
        List.of(
            "spark.executor.memory=512m",
            "spark.executor.extraJavaOptions=" + QUICK,
            "spark.ui.enabled=false",
            "spark.driver.host=localhost",
            "spark.driver.bindAddress=127.0.0.1")) {
      arguments.addAll(List.of("--conf", setting));
    }
    arguments.addAll(List.of(placed));
    arguments.add(application().toString());

    String printed = run(command(arguments), "driver.log");
    return printed.lines().filter(line -> line.contains(" says: ")).toList();
  }

  /** Spark's launcher says what to start, its parts separated by zeros. */
  private List<String> command(List<String> arguments) throws Exception {
    List<String> launcher =
        new ArrayList<>(
            List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home.resolve("jars") + File.separator + "*",
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit"));
    launcher.addAll(arguments);
    return Stream.of(run(launcher, "launcher.log").split("\0"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private String run(List<String> command, String log) throws Exception {
    Path output = home.resolve(log);
    ProcessBuilder builder = new ProcessBuilder(command);
    WorkFolder.environment(builder.environment(), home);
    builder.directory(home.toFile());
    builder.redirectOutput(output.toFile());
    builder.redirectError(home.resolve(log + ".err").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(log).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(() -> printed + errors(log)).isZero();
    return printed;
  }

  private String errors(String log) {
    try {
      return Files.readString(home.resolve(log + ".err"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path application() throws IOException {
    Path jar = home.resolve("application.jar");
    String name = SubmitApp.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in =
            Objects.requireNonNull(SubmitTest.class.getClassLoader().getResourceAsStream(name))) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }
}
