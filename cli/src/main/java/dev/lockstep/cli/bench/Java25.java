package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds a JDK that the Caffeine simulator's classes run on. */
final class Java25 {
  /** Names the home of a JDK, if the one that runs us is too old and none is beside it. */
  private static final String VARIABLE = "LOCKSTEP_JAVA";

  private static final int VERSION_MIN = 25;

  private Java25() {}

  /** The java command. */
  static Path find() {
    List<Path> homes = new ArrayList<>();
    String named = System.getenv(VARIABLE);
    Path own = Path.of(System.getProperty("java.home"));
    if (named != null && !named.isBlank()) {
      homes.add(Path.of(named));
    } else {
      homes.add(own);
      homes.addAll(besides(own));
    }
    return homes.stream()
        .filter(home -> version(home) >= VERSION_MIN)
        .map(home -> home.resolve("bin/java"))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.outside(
                    "the Caffeine simulator needs a JDK "
                        + VERSION_MIN
                        + " or later, found none in "
                        + homes
                        + ": set "
                        + VARIABLE
                        + " to the home of one"));
  }

  private static List<Path> besides(Path own) {
    Path folder = own.toAbsolutePath().getParent();
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static int version(Path home) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      return 0;
    }
    String version =
        Objects.requireNonNullElse(release.getProperty("JAVA_VERSION"), "0").replace("\"", "");
    String first = version.split("[.+-]", 2)[0];
    return first.matches("\\d{1,4}") ? Integer.parseInt(first) : 0;
  }
}
