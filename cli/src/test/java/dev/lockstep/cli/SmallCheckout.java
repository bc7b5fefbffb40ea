package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A checkout with the specification and one config, in which commands run until it is closed. */
final class SmallCheckout implements AutoCloseable {
  private static final String HOME = "lockstep.home";

  private final String realHome = System.getProperty(HOME, "");

  SmallCheckout(Path home, String config) throws IOException {
    Path from = Path.of(realHome).resolve("spec");
    Path spec = Files.createDirectory(home.resolve("spec"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, spec.resolve(file.getFileName()));
      }
    }
    Files.copy(from.resolve(config + ".cfg"), spec.resolve(config + ".cfg"));
    String row =
        Files.readAllLines(from.resolve("manifest.json")).stream()
            .filter(line -> line.contains('"' + config + '"'))
            .findFirst()
            .orElseThrow();
    Files.writeString(
        spec.resolve("manifest.json"), "{\"configs\": [" + row.replaceFirst(",\\s*$", "") + "]}");
    System.setProperty(HOME, home.toString());
  }

  /** A file of the checkout that it was made from. */
  Path real(String path) {
    return Path.of(realHome).resolve(path);
  }

  @Override
  public void close() {
    System.setProperty(HOME, realHome);
  }
}
