package dev.lockstep.cli.run;

import dev.lockstep.io.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the spec in a temporary folder, where a config's invariants and properties are left
 * out. For the graph alone: quicker, and whole for a config that must fail.
 */
public final class UncheckedSpec implements AutoCloseable {
  private final ScratchFolder scratch;

  public UncheckedSpec(Path spec, String config) throws IOException {
    this.scratch = ScratchFolder.inTemp("lockstep-spec");
    Path folder = scratch.path();
    try (Stream<Path> files = Files.list(spec)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    List<String> kept = new ArrayList<>();
    boolean checks = false;
    for (String line : Files.readAllLines(spec.resolve(config + ".cfg"))) {
      if (!line.startsWith(" ")) {
        checks = line.startsWith("INVARIANT") || line.startsWith("PROPERT");
      }
      if (!checks) {
        kept.add(line);
      }
    }
    Files.write(folder.resolve(config + ".cfg"), kept);
  }

  public Path folder() {
    return scratch.path();
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
