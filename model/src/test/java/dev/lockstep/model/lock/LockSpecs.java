package dev.lockstep.model.lock;

import dev.lockstep.io.KeptResults;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The specification's configs, for tests. */
final class LockSpecs {
  static final Path SPEC = Path.of("../spec");

  private LockSpecs() {}

  static Path file(String config) {
    return SPEC.resolve("MCMemoryStore" + config + ".cfg");
  }

  static LockConfig config(String config) {
    try {
      return LockConfig.read(file(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LockModel model(String config) {
    return new LockModel(config(config).constants());
  }

  /** A config with some text replaced, for a model that differs. */
  static LockConfig edited(String config, String from, String to, Path folder) {
    try {
      String text = Files.readString(file(config));
      if (!text.contains(from)) {
        throw new IllegalArgumentException(config + " has no " + from);
      }
      return LockConfig.read(
          Files.writeString(folder.resolve("Edited.cfg"), text.replace(from, to)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLC's whole graph of a config, whatever its properties say. */
  static TlcGraph graph(String config, Path folder) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(SPEC)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    List<String> kept = new ArrayList<>();
    boolean checks = false;
    for (String line : Files.readAllLines(file(config))) {
      if (!line.startsWith(" ")) {
        checks = line.startsWith("INVARIANT") || line.startsWith("PROPERT");
      }
      if (!checks) {
        kept.add(line);
      }
    }
    Path cfg = Files.write(folder.resolve(config + ".cfg"), kept);
    TlcRun run =
        new TlcRuns(KeptResults.in(Path.of("../build/kept")))
            .run(TlcOptions.of(folder.resolve("MCMemoryStore.tla"), cfg).withGraph(), states -> {});
    TlcGraph graph = run.graph();
    if (graph == null) {
      throw new IllegalStateException("no graph of " + config + ": " + run.result());
    }
    return graph;
  }
}
