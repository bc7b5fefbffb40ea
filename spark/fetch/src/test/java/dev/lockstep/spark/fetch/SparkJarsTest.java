package dev.lockstep.spark.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.maveniverse.maven.mima.context.ContextOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars from a small repository made for the test, and Spark from where the build had it. */
class SparkJarsTest {
  @TempDir private Path folder;
  private final List<Long> downloaded = new ArrayList<>();

  @BeforeEach
  void publish() throws IOException {
    publish("x:leaf:1", "");
    publish("x:leaf:2", "");
    publish("x:only-tests:1", "");
    publish("org.apache.spark:spark-connect-shims_2.13:1", "");
    publish("x:middle:1", dependency("x:leaf:1", "compile"));
    publish(
        "x:root:1",
        dependency("x:middle:1", "compile")
            + dependency("x:only-tests:1", "test")
            + dependency("org.apache.spark:spark-connect-shims_2.13:1", "compile"));
  }

  @Test
  void whatIsNeededAtRunTimeComesAfterTheRoot() throws Exception {
    try (SparkJars jars = fromFolder()) {
      assertThat(names(jars.resolve(List.of("x:root:1"), List.of())))
          .containsExactly("root-1.jar", "middle-1.jar", "leaf-1.jar");
    }
  }

  @Test
  void rootsAreResolvedTogetherInTheirOrder() throws Exception {
    try (SparkJars jars = fromFolder()) {
      assertThat(names(jars.resolve(List.of("x:root:1", "x:leaf:jar:2"), List.of())))
          .containsExactly("root-1.jar", "leaf-2.jar", "middle-1.jar");
    }
  }

  @Test
  void excludedJarsAreLeftOutWithWhatTheyNeed() throws Exception {
    try (SparkJars jars = fromFolder()) {
      assertThat(names(jars.resolve(List.of("x:root:1"), List.of("x:middle"))))
          .containsExactly("root-1.jar");
    }
  }

  @Test
  void exclusionOfAnotherFormIsRefused() {
    try (SparkJars jars = fromFolder()) {
      assertThatThrownBy(() -> jars.resolve(List.of("x:root:1"), List.of("x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not group:artifact: 'x'");
    }
  }

  @Test
  void downloadsAreToldOnceAndNotAgain() throws Exception {
    try (SparkJars jars = fromFolder()) {
      jars.resolve(List.of("x:root:1"), List.of());
      assertThat(downloaded).isNotEmpty().isSorted();
      downloaded.clear();
    }
    try (SparkJars jars = fromFolder()) {
      jars.resolve(List.of("x:root:1"), List.of());
      assertThat(downloaded).isEmpty();
    }
  }

  @Test
  void aVersionThatNobodyHasIsNamedWithWhoWasAsked() {
    try (SparkJars jars = fromFolder()) {
      assertThatThrownBy(() -> jars.core("9.9.9"))
          .isInstanceOf(FetchException.class)
          .hasMessage(
              "there is no org.apache.spark:spark-core_2.13:jar:9.9.9 (asked: "
                  + folder.resolve("local")
                  + ", "
                  + folder.resolve("remote").toUri()
                  + ")")
          .extracting(e -> ((FetchException) e).reason())
          .isEqualTo(FetchException.Reason.NOT_FOUND);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsNotAMissingVersion() {
    try (SparkJars jars = SparkJars.open(overrides("http://127.0.0.1:1/maven"))) {
      assertThatThrownBy(() -> jars.resolve(List.of("x:root:1"), List.of()))
          .isInstanceOf(FetchException.class)
          .hasMessageStartingWith("can't fetch x:root:1 from ")
          .hasMessageContaining("http://127.0.0.1:1/maven: ")
          .hasMessageContaining("refused")
          .extracting(e -> ((FetchException) e).reason())
          .isEqualTo(FetchException.Reason.UNREACHABLE);
    }
  }

  @Test
  void sparkOfTheBuildIsFoundWithItsOwnJars() throws Exception {
    try (SparkJars jars = SparkJars.open()) {
      List<String> names = names(jars.core("4.2.0"));
      assertThat(names.get(0)).isEqualTo("spark-core_2.13-4.2.0.jar");
      assertThat(names)
          .anyMatch(name -> name.startsWith("scala-library-2.13"))
          .anyMatch(name -> name.startsWith("spark-unsafe_2.13-4.2.0"))
          .noneMatch(name -> name.contains("connect-shims"))
          .doesNotHaveDuplicates();
    }
  }

  private SparkJars fromFolder() {
    return SparkJars.open(overrides(folder.resolve("remote").toUri().toString()));
  }

  private ContextOverrides overrides(String url) {
    return ContextOverrides.create()
        .withUserSettings(false)
        .withLocalRepositoryOverride(folder.resolve("local"))
        .transferListener(new DownloadedBytes(downloaded::add))
        .repositories(List.of(new RemoteRepository.Builder("test", "default", url).build()))
        .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.REPLACE)
        .build();
  }

  private static List<String> names(List<Path> jars) {
    return jars.stream().map(jar -> jar.getFileName().toString()).toList();
  }

  private static String dependency(String coordinates, String scope) {
    return "<dependency>" + elements(coordinates) + "<scope>" + scope + "</scope></dependency>";
  }

  private void publish(String coordinates, String dependencies) throws IOException {
    String[] parts = coordinates.split(":");
    Path at =
        folder.resolve(String.join("/", "remote", parts[0].replace('.', '/'), parts[1], parts[2]));
    Files.createDirectories(at);
    String name = parts[1] + "-" + parts[2];
    Files.writeString(at.resolve(name + ".jar"), "a jar that nobody opens");
    Files.writeString(
        at.resolve(name + ".pom"),
        "<project><modelVersion>4.0.0</modelVersion>"
            + elements(coordinates)
            + "<dependencies>"
            + dependencies
            + "</dependencies></project>");
  }

  private static String elements(String coordinates) {
    String[] parts = coordinates.split(":");
    return "<groupId>"
        + parts[0]
        + "</groupId><artifactId>"
        + parts[1]
        + "</artifactId><version>"
        + parts[2]
        + "</version>";
  }
}
