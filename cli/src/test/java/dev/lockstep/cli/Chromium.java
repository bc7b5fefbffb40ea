package dev.lockstep.cli;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A browser and its driver: those that {@code CHROMIUM} and {@code CHROMEDRIVER} name, else
 * Debian's, which is installed where that can be done. Without one a test is skipped and says how
 * to get it.
 */
record Chromium(Path browser, Path driver) {
  private static final Path DEBIANS = Path.of("/usr/bin/chromium");
  private static final Path DEBIANS_DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final List<String> INSTALL =
      List.of("install", "--yes", "--no-install-recommends", "chromium", "chromium-driver");

  static Chromium orSkip() throws IOException, InterruptedException {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return named(Path.of(named));
    }
    String trouble = isThere() ? "" : installed();
    Assumptions.assumeTrue(
        isThere(),
        "no browser to open pages in ("
            + trouble
            + "): on Debian, apt-get install chromium chromium-driver; elsewhere set CHROMIUM to"
            + " a Chromium or Chrome, and CHROMEDRIVER to the chromedriver of its version");
    return new Chromium(DEBIANS, DEBIANS_DRIVER);
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean isThere() {
    return Files.isExecutable(DEBIANS) && Files.isExecutable(DEBIANS_DRIVER);
  }

  private static Chromium named(Path browser) throws IOException {
    if (!Files.isExecutable(browser)) {
      throw new IllegalStateException("CHROMIUM is no program: " + browser);
    }
    List<Path> places = new ArrayList<>();
    String driver = System.getenv("CHROMEDRIVER");
    if (driver != null && !driver.isEmpty()) {
      places.add(Path.of(driver));
    } else {
      places.add(browser.toRealPath().resolveSibling("chromedriver"));
      for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
        places.add(Path.of(folder, "chromedriver"));
      }
    }
    Path found = places.stream().filter(Files::isExecutable).findFirst().orElse(null);
    Assumptions.assumeTrue(
        found != null, "no driver for " + browser + ": set CHROMEDRIVER to the chromedriver of it");
    return new Chromium(browser, found);
  }

  /** Installs it, or says why it could not be. Two builds at once do it one after the other. */
  private static String installed() throws IOException, InterruptedException {
    if (!isRoot()) {
      return "only root installs";
    } else if (!isDebian()) {
      return "this is not Debian";
    }
    Path turn = Path.of(System.getProperty("java.io.tmpdir"), "lockstep-chromium.lock");
    Instant end = Instant.now().plus(PATIENCE);
    try (RandomAccessFile file = new RandomAccessFile(turn.toFile(), "rw")) {
      FileLock mine = null;
      while ((mine = file.getChannel().tryLock()) == null && Instant.now().isBefore(end)) {
        Thread.sleep(500);
      }
      if (mine == null) {
        return "another build has been installing it for too long";
      }
      String trouble = "";
      while (!isThere() && Instant.now().isBefore(end)) {
        trouble = apt(end, INSTALL);
        if (!trouble.isEmpty()) {
          // Its lists may be missing or old.
          String update = apt(end, List.of("update"));
          trouble = update.isEmpty() ? apt(end, INSTALL) : update;
        }
        if (!trouble.contains("lock")) {
          break;
        }
        // Another apt-get is at work, and will be done.
        Thread.sleep(2000);
      }
      return trouble;
    }
  }

  private static boolean isDebian() throws IOException {
    Path release = Path.of("/etc/os-release");
    return Files.isReadable(release) && Files.readAllLines(release).contains("ID=debian");
  }

  /** Nothing if it went well, else the last line that it printed. */
  private static String apt(Instant end, List<String> words)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("lockstep-apt", ".log");
    try {
      List<String> command =
          new ArrayList<>(List.of("apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=60"));
      command.addAll(words);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      long seconds = Math.max(1, Duration.between(Instant.now(), end).toSeconds());
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroy();
        return "apt-get " + words.get(0) + " took too long";
      }
      List<String> lines = Files.readAllLines(log);
      return process.exitValue() == 0
          ? ""
          : "apt-get " + words.get(0) + ": " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    } finally {
      Files.delete(log);
    }
  }
}
