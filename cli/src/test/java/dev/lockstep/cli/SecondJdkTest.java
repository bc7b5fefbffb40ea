package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was built here also runs on another JDK, if there is one on this machine: TLC, a real store,
 * a led one, and no warning of the JVM's on the user's terminal. Others are looked for in {@code
 * /usr/lib/jvm} and where {@code LOCKSTEP_SECOND_JDK} points.
 */
class SecondJdkTest {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Pattern QUIET = Pattern.compile("(?m)^ *quiet=\"(.*)\"$");
  private static final int FIRST_WITH_WARNINGS = 24;
  private static final int LEAST = 17;

  @TempDir private Path temp;

  @Test
  void whatWasBuiltHereRunsOnAnotherJdkWithoutAWarning() throws Exception {
    List<Path> others = others();
    Assumptions.assumeFalse(
        others.isEmpty(),
        "no second JDK 17 or later in /usr/lib/jvm, and LOCKSTEP_SECOND_JDK is not set");
    Path home = Path.of(System.getProperty("lockstep.home")).toAbsolutePath().normalize();
    for (Path jdk : others) {
      for (String command :
          List.of(
              "check MCEvictionContractReachDuplicate --again",
              "replay --cover MCEvictionContractTiny",
              "replay --cover MCMemoryStoreRecheckFew")) {
        ChildRun run =
            ChildRun.start(
                jdk.resolve("bin/java"),
                launcherOptions(home, jdk),
                home,
                temp,
                command.split(" "));
        assertThat(run.await()).as("%s on %s: %s", command, jdk, run.text()).isZero();
        assertThat(run.text()).as("%s on %s", command, jdk).doesNotContainIgnoringCase("warning");
      }
    }
  }

  /** What the launcher adds on newer JVMs. */
  private static List<String> launcherOptions(Path home, Path jdk) throws IOException {
    if (version(jdk).orElseThrow() < FIRST_WITH_WARNINGS) {
      return List.of();
    }
    Matcher quiet = QUIET.matcher(Files.readString(home.resolve("lockstep")));
    assertThat(quiet.find()).isTrue();
    return Arrays.asList(quiet.group(1).split(" "));
  }

  private static List<Path> others() throws IOException {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("LOCKSTEP_SECOND_JDK");
    if (named != null) {
      candidates.add(Path.of(named));
    }
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> all = Files.list(usual)) {
        all.filter(jdk -> !Files.isSymbolicLink(jdk)).sorted().forEach(candidates::add);
      }
    }
    List<Path> others = new ArrayList<>();
    for (Path jdk : candidates) {
      Optional<Integer> version = version(jdk);
      if (version.isPresent()
          && version.get() >= LEAST
          && version.get() != Runtime.version().feature()
          && Files.isExecutable(jdk.resolve("bin/java"))) {
        others.add(jdk);
      }
    }
    return others;
  }

  private static Optional<Integer> version(Path jdk) throws IOException {
    Path release = jdk.resolve("release");
    if (!Files.isRegularFile(release)) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(Files.readString(release));
    return version.find() ? Optional.of(Integer.parseInt(version.group(1))) : Optional.empty();
  }
}
