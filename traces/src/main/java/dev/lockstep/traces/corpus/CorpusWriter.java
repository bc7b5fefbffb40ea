package dev.lockstep.traces.corpus;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.tlc.TlcGraph;
import dev.lockstep.model.tlc.TlcOptions;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcRuns;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.RandomActions;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import dev.lockstep.traces.json.SpecManifest;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the corpus anew, byte for byte the same as long as spec and model are. What is written by
 * hand keeps its constants and calls; only the observations are the model's. Review the diff: it is
 * how a change of the model shows.
 */
public final class CorpusWriter {
  /** Configs whose constants the random traces take, with {@value #RANDOM_SEEDS} seeds each. */
  private static final List<String> RANDOM_CONFIGS =
      List.of("Execution", "Fatal", "Kinds", "Large", "Modes");

  private static final String CONFIG_PREFIX = "MCEvictionContract";
  private static final int RANDOM_SEEDS = 3;
  private static final int RANDOM_LENGTH = 40;
  private static final int WALK_MAX = 60;
  private static final String COVER = "tiny-edge-cover--";

  private final TlcRuns runs;
  private final Path specFolder;
  private final Corpus corpus;
  private final KeptTraces kept;
  private final Set<Path> written = new TreeSet<>();
  private final Set<Path> changed = new TreeSet<>();
  private final List<String> skipped = new ArrayList<>();

  /**
   * One that writes, of what chance and walks make, what {@code minimal.txt} names.
   *
   * @param runs TLC's
   * @param specFolder the folder of the specs, such as {@code spec}
   * @param tracesFolder the folder of the corpus, such as {@code traces}
   */
  public CorpusWriter(TlcRuns runs, Path specFolder, Path tracesFolder) throws IOException {
    this(runs, specFolder, tracesFolder, KeptTraces.listed(tracesFolder));
  }

  private CorpusWriter(TlcRuns runs, Path specFolder, Path tracesFolder, KeptTraces kept) {
    this.runs = runs;
    this.specFolder = specFolder;
    this.corpus = new Corpus(tracesFolder);
    this.kept = kept;
  }

  /** One that writes all, for a smallest part to be found anew. */
  public static CorpusWriter ofAll(TlcRuns runs, Path specFolder, Path tracesFolder) {
    return new CorpusWriter(runs, specFolder, tracesFolder, KeptTraces.all(tracesFolder));
  }

  /**
   * What was done so far.
   *
   * @param written the files of the parts that were made
   * @param changed those of them whose bytes are others now, and those deleted as no longer made
   * @param skipped witnesses that were not written, each with its reason
   */
  public record Rewritten(List<Path> written, List<Path> changed, List<String> skipped) {
    public Rewritten {
      written = List.copyOf(written);
      changed = List.copyOf(changed);
      skipped = List.copyOf(skipped);
    }
  }

  /** What was done so far by this object. */
  public Rewritten rewritten() {
    return new Rewritten(List.copyOf(written), List.copyOf(changed), skipped);
  }

  /** Makes all of it. Takes as long as TLC on the small configs. */
  public Rewritten writeAll() throws IOException, TraceFormatException, InterruptedException {
    writeHand();
    writeRandom();
    writeEdgeCover();
    writeWitnesses();
    return rewritten();
  }

  /** The traces written by hand: their observations. */
  public void writeHand() throws IOException, TraceFormatException {
    for (Path file : corpus.files(Trace.Origin.HAND)) {
      write(file, Corpus.readAny(file).accept(OBSERVED_BY_THE_MODEL));
    }
  }

  private static final StoredTrace.Visitor<StoredTrace> OBSERVED_BY_THE_MODEL =
      new StoredTrace.Visitor<>() {
        @Override
        public StoredTrace contract(Trace trace) {
          return new Trace(
              trace.level(),
              trace.origin(),
              trace.seed(),
              trace.expect(),
              trace.constants(),
              TraceRecorder.steps(trace.constants(), trace.actions()));
        }

        @Override
        public StoredTrace lock(LockTrace trace) {
          return new LockTrace(
              trace.origin(),
              trace.seed(),
              trace.expect(),
              trace.constants(),
              LockModelStore.steps(trace.constants(), trace.labels()),
              trace.loop());
        }
      };

  /** The random ones, from fixed seeds. */
  public void writeRandom() throws IOException {
    for (String config : RANDOM_CONFIGS) {
      Constants constants = config(CONFIG_PREFIX + config).constants();
      RandomActions random = new RandomActions(new ContractModel(constants));
      for (int seed = 1; seed <= RANDOM_SEEDS; seed++) {
        String name = config.toLowerCase(Locale.ROOT) + "--seed-" + seed + ".json";
        List<Action> actions = random.sequence(seed, RANDOM_LENGTH);
        writeIfKept(
            corpus.folder(Trace.Origin.RANDOM).resolve(name),
            TraceRecorder.trace(Trace.Origin.RANDOM, seed, constants, actions));
      }
    }
  }

  private static Trace trace(TlcSteps steps, TlcGraph graph, List<Integer> walk)
      throws IOException {
    try {
      return steps.trace(graph, walk);
    } catch (OtherSemanticsException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void writeIfKept(Path file, StoredTrace trace) throws IOException {
    if (kept.keeps(file)) {
      write(file, trace);
    } else if (Files.deleteIfExists(file)) {
      changed.add(file);
    }
  }

  /** Every edge that TLC finds of the smallest config, in walks short enough to read. */
  public void writeEdgeCover() throws IOException, TraceFormatException, InterruptedException {
    SpecConfig config = config(CONFIG_PREFIX + "Tiny");
    TlcRun run = runs.run(options(CONFIG_PREFIX, config.name()), states -> {});
    TlcGraph graph = run.graph();
    if (graph == null || !(run.result() instanceof TlcResult.Holds)) {
      throw new IOException("TLC gave no graph of " + config.name() + ": " + run.result());
    }
    Path folder = corpus.folder(Trace.Origin.TLC);
    List<Path> stale = new ArrayList<>(Corpus.tracesIn(folder));
    stale.removeIf(file -> !file.getFileName().toString().startsWith(COVER));
    TlcSteps steps = new TlcSteps(config.constants());
    int number = 0;
    for (List<Integer> walk : TlcWalks.of(graph, WALK_MAX)) {
      number++;
      Path file = folder.resolve(COVER + String.format(Locale.ROOT, "%02d", number) + ".json");
      writeIfKept(file, trace(steps, graph, walk));
      stale.remove(file);
    }
    for (Path file : stale) {
      Files.deleteIfExists(file); // Another process may be at it.
      changed.add(file);
    }
  }

  /**
   * The shortest behaviour to each property that must fail, out of the configs at contract and at
   * lock level that the manifest says must fail; nothing without a manifest. At contract level a
   * config whose spec differs from the model's (an ablation) has no trace that the model would
   * take: it is skipped.
   */
  public void writeWitnesses() throws IOException, TraceFormatException, InterruptedException {
    Path manifest = specFolder.resolve("manifest.json");
    if (!Files.exists(manifest)) {
      skipped.add("witnesses: there is no " + manifest);
      return;
    }
    for (SpecManifest.Config config : SpecManifest.read(manifest).configs()) {
      if (config.mustFail() && List.of("contract", "lock").contains(config.level())) {
        writeWitness(config);
      }
    }
  }

  private void writeWitness(SpecManifest.Config config)
      throws IOException, TraceFormatException, InterruptedException {
    TlcResult result = runs.verdict(options(config.module(), config.name()), states -> {}).result();
    if (!(result instanceof TlcResult.Violates violates)) {
      skipped.add(config.name() + ": TLC gives no counterexample: " + result);
      return;
    }
    try {
      StoredTrace trace =
          config.level().equals("lock")
              ? new LockTlcSteps(LockConfig.read(file(config.name()))).trace(violates)
              : new TlcSteps(config(config.name()).constants()).trace(violates.trace());
      write(corpus.folder(Trace.Origin.TLC).resolve(config.name() + ".json"), trace);
    } catch (OtherSemanticsException e) {
      skipped.add(config.name() + ": " + e.getMessage());
    }
  }

  private TlcOptions options(String module, String config) {
    return TlcOptions.of(specFolder.resolve(module + ".tla"), file(config)).withGraph();
  }

  private SpecConfig config(String name) throws IOException {
    return SpecConfig.read(file(name));
  }

  private Path file(String config) {
    return specFolder.resolve(config + ".cfg");
  }

  private void write(Path file, StoredTrace trace) throws IOException {
    boolean compare = file.toString().endsWith(".json") && Files.exists(file);
    String text = TraceCodec.text(trace);
    written.add(file);
    if (compare && Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
      return;
    }
    TraceCodec.write(trace, file);
    changed.add(file);
  }
}
