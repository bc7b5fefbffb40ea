package dev.lockstep.cli.specmutants;

import dev.lockstep.io.ScratchFolder;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcSession;
import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.model.tlc.mutants.WatchedSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the spec folder, and TLC on it: where one worker breaks a module, runs configs, and
 * puts the module back. Nothing of the spec's own folder is ever written.
 */
final class Bench implements AutoCloseable {
  private static final int HEAP_MEGABYTES = 900;

  private final Path spec;
  private final ScratchFolder scratch;
  private final Path folder;
  private final TlcSession session;
  private int registers;

  Bench(Path spec) throws IOException {
    this.spec = spec;
    this.scratch = ScratchFolder.inTemp("lockstep-spec");
    this.folder = scratch.path();
    this.session = new TlcSession(HEAP_MEGABYTES);
    try (Stream<Path> files = Files.list(spec)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(tla|cfg)")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  /** The spec is the mutant's until {@link #mend}. */
  void breakBy(SpecMutant mutant) throws IOException {
    Path module = Path.of(mutant.module() + ".tla");
    Files.write(folder.resolve(module), mutant.text(Files.readAllLines(spec.resolve(module))));
  }

  void mend(SpecMutant mutant) throws IOException {
    Path module = Path.of(mutant.module() + ".tla");
    Files.copy(
        spec.resolve(module),
        folder.resolve(module),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** The spec is watched from now on. */
  void watch(WatchedSpec watched) throws IOException {
    watched.write(spec, folder);
    registers = watched.registers();
  }

  /** What a watched run has set. */
  Set<Integer> registersSet() {
    return session.registersSet();
  }

  TlcRun run(String module, String config, Duration limit, long statesMax)
      throws IOException, InterruptedException {
    return session.run(options(module, config, limit), statesMax, registers);
  }

  /**
   * All that TLC sees in a search that checks nothing, in a word; empty if it comes to no end, or
   * to an expression without a value.
   */
  Optional<String> graphSum(String module, String config, Duration limit, long statesMax)
      throws IOException, InterruptedException {
    String bare = config + "Bare";
    Files.write(folder.resolve(bare + ".cfg"), withoutChecks(config));
    return session.graphSum(options(module, bare, limit), statesMax);
  }

  private TlcOptions options(String module, String config, Duration limit) {
    return TlcOptions.of(folder.resolve(module + ".tla"), folder.resolve(config + ".cfg"))
        .withHeapMegabytes(HEAP_MEGABYTES)
        .withTimeout(limit);
  }

  /**
   * TLC does not say which liveness property or refinement broke. Each of the candidates is tried
   * alone.
   *
   * @param candidates with commas between them
   */
  String whichBroke(String module, String config, String candidates, Duration limit, long statesMax)
      throws IOException, InterruptedException {
    if (!candidates.contains(",")) {
      return candidates;
    }
    List<String> names = new ArrayList<>(List.of(candidates.split(",")));
    names.sort(
        java.util.Comparator.comparing(n -> !n.startsWith("Refines") && !n.endsWith("Live")));
    String alone = config + "Alone";
    for (String name : names) {
      Files.write(folder.resolve(alone + ".cfg"), withOneCheck(config, name));
      TlcRun run = run(module, alone, limit, statesMax);
      if (run.result() instanceof TlcResult.Violates) {
        return name;
      }
    }
    return candidates;
  }

  private List<String> withOneCheck(String config, String property) throws IOException {
    List<String> kept = withoutChecks(config);
    kept.add("PROPERTY");
    kept.add("  " + property);
    return kept;
  }

  private List<String> withoutChecks(String config) throws IOException {
    List<String> kept = new ArrayList<>();
    boolean checks = false;
    for (String line : Files.readAllLines(folder.resolve(config + ".cfg"))) {
      if (!line.startsWith(" ")) {
        checks = line.startsWith("INVARIANT") || line.startsWith("PROPERT");
      }
      if (!checks) {
        kept.add(line);
      }
    }
    return kept;
  }

  @Override
  public void close() throws IOException {
    session.close();
    scratch.close();
  }
}
