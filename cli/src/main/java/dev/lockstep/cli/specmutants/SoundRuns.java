package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ConfigFile;
import dev.lockstep.model.tlc.TlcResult;
import dev.lockstep.model.tlc.TlcRun;
import dev.lockstep.model.tlc.TlcStats;
import dev.lockstep.model.tlc.mutants.MutantFinder;
import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.model.tlc.mutants.SpecTree;
import dev.lockstep.model.tlc.mutants.WatchedSpec;
import dev.lockstep.traces.json.JsonLines;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The configs that mutants are run on, each run once on the specification as it is. What TLC says
 * of one is kept in {@code build/spec-mutants/sound.jsonl}, for as long as its modules and its
 * {@code .cfg} stay the same.
 */
final class SoundRuns implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Workspace workspace;
  private final Path log;
  private final Map<String, SpecTree> trees = new HashMap<>();
  private @Nullable Bench bench;
  private final Map<String, FutureTask<SoundRun>> sound = new ConcurrentHashMap<>();
  private final Map<String, String> contents = new HashMap<>();
  private final Map<Target, List<SpecMutant>> found = new HashMap<>();
  private final Map<String, SortedMap<String, String>> checked = new HashMap<>();
  private @Nullable Bench plain;

  SoundRuns(Workspace workspace, Path folder) {
    this.workspace = workspace;
    this.log = folder.resolve("sound.jsonl");
  }

  synchronized SpecTree tree(String wrapper) {
    SpecTree known = trees.get(wrapper);
    if (known == null) {
      try {
        known = SpecTree.read(workspace.spec(), wrapper);
      } catch (IOException e) {
        throw CommandFailure.outside(String.valueOf(e.getMessage()));
      }
      trees.put(wrapper, known);
    }
    return known;
  }

  /** The configs of a target, in the order of the manifest, as far as they are small enough. */
  List<SpecManifest.Config> configs(Target target, long statesMax) {
    return workspace.manifest().configs().stream()
        .filter(c -> target.wrappers().contains(c.module()) && c.states() <= statesMax)
        .toList();
  }

  /** All that a mutant of this target can meet: what it depends on that no property noticed it. */
  synchronized String hash(Target target, long statesMax) throws IOException {
    List<String> all = new ArrayList<>();
    for (SpecManifest.Config config : configs(target, statesMax)) {
      all.add(content(config, ""));
    }
    return hash(List.of(), all);
  }

  /**
   * What a config's verdict on a mutant depends on. If a property noticed it, that is this property
   * and no other: one more beside it changes nothing.
   *
   * @param property its name, or empty for all of the config
   */
  synchronized String hash(SpecMutant mutant, SpecManifest.Config config, String property)
      throws IOException {
    return hash(List.of(), List.of(content(config, property), mutant.key(), mutant.instead()));
  }

  /**
   * Whether a config's verdict on a mutant is one on the mutant's graph alone: nothing that it
   * checks is made of the definition that the mutant breaks, and there is a graph to the end. What
   * is fair, or ENABLED at lock level, is there with its action's name and parameters.
   */
  synchronized boolean graphDecides(SpecMutant mutant, SpecManifest.Config config)
      throws IOException {
    return hasGraph(config)
        && !checked(config).containsKey(mutant.module() + "/" + mutant.definition());
  }

  /**
   * At the contract level ENABLED asks for calls with arguments that Next may not have; a config
   * that must fail is over before its graph is.
   */
  private static boolean hasGraph(SpecManifest.Config config) {
    return !config.mustFail() && config.level().equals("lock");
  }

  /** The definitions that a config's checks are made of, by name, with their texts. */
  private SortedMap<String, String> checked(SpecManifest.Config config) throws IOException {
    SortedMap<String, String> known = checked.get(config.name());
    if (known == null) {
      List<String> words = new ArrayList<>();
      boolean specification = false;
      for (String line : Files.readAllLines(cfg(config))) {
        if (line.matches("[A-Z_]+\\b.*")) {
          specification = line.matches("(SPECIFICATION|INIT|NEXT)\\b.*");
        }
        if (!line.startsWith("\\*") && !specification) {
          words.addAll(List.of(line.split("\\W+")));
        }
      }
      known = tree(config.module()).definitionsButEnabled(words);
      checked.put(config.name(), known);
    }
    return known;
  }

  /** What a verdict on a graph depends on: the graph, and all definitions of what is checked. */
  synchronized String hashOfChecks(SpecManifest.Config config, String sum) throws IOException {
    List<String> texts = new ArrayList<>(checked(config).values());
    texts.add(withoutChecks(Files.readAllLines(cfg(config)), ""));
    texts.add(sum);
    return hash(List.of(), texts);
  }

  /**
   * What it depends on that a mutant has the sound specification's graph on a config: that graph,
   * and the actions that the mutant's piece is in. On the states of that graph they do what they
   * did, and the other actions what the sound ones do, whatever their text is now: so the mutant
   * comes to no other state.
   */
  synchronized String hashOfEqual(SpecMutant mutant, SpecManifest.Config config, String sum)
      throws IOException {
    List<String> texts = new ArrayList<>(tree(config.module()).textOf(mutant.actions()));
    if (texts.isEmpty()) {
      // Actions of a module that this one only instantiates: all of the config, then.
      texts.add(content(config, ""));
    }
    texts.add(hashOfChecks(config, sum));
    texts.add(mutant.key());
    texts.add(mutant.instead());
    return hash(List.of(), texts);
  }

  /** A hash of a config: of its text, and of the definitions that its words come to. */
  private String content(SpecManifest.Config config, String property) throws IOException {
    String known = contents.get(config.name() + " " + property);
    if (known == null) {
      String text = withoutChecks(Files.readAllLines(cfg(config)), property);
      List<String> words = List.of(text.split("\\W+"));
      List<String> texts = new ArrayList<>(tree(config.module()).textOf(words));
      texts.add(text);
      texts.add(config.expect());
      known = hash(List.of(), texts);
      contents.put(config.name() + " " + property, known);
    }
    return known;
  }

  /**
   * A config's text without comments, and with this property for all of its checks if it has one.
   */
  private static String withoutChecks(List<String> lines, String property) {
    StringBuilder text = new StringBuilder();
    boolean checks = false;
    for (String line : lines) {
      if (line.matches("[A-Z_]+\\b.*")) {
        checks = line.matches("(INVARIANTS?|PROPERTY|PROPERTIES)\\b.*");
      }
      if (!line.startsWith("\\*") && (!checks || property.isEmpty())) {
        text.append(line).append('\n');
      }
    }
    return text.append(property).toString();
  }

  private Path cfg(SpecManifest.Config config) {
    return workspace.spec().resolve(config.name() + ".cfg");
  }

  private static String hash(List<Path> files, List<String> more) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        sha.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(file));
      }
      more.forEach(text -> sha.update(text.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The mutants of a target. */
  synchronized List<SpecMutant> mutants(Target target) throws IOException {
    List<SpecMutant> known = found.get(target);
    if (known == null) {
      known = MutantFinder.find(workspace.spec(), tree(target.wrappers().get(0)), target.module());
      found.put(target, known);
    }
    return known;
  }

  private List<SpecMutant> mutantsIn(String wrapper) throws IOException {
    List<SpecMutant> all = new ArrayList<>();
    for (Target target : Target.ALL) {
      if (target.wrappers().contains(wrapper)) {
        all.addAll(mutants(target));
      }
    }
    return all;
  }

  /**
   * What is known of a config; runs it if it is the first to be asked for. Who asks while another
   * worker runs it waits.
   */
  SoundRun of(SpecManifest.Config config) throws IOException, InterruptedException {
    FutureTask<SoundRun> mine = new FutureTask<>(() -> knownOrRun(config));
    FutureTask<SoundRun> running = sound.computeIfAbsent(config.name(), name -> mine);
    if (running.equals(mine)) {
      mine.run();
    }
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      } else if (e.getCause() instanceof CommandFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a run of " + config.name() + " failed", e.getCause());
    }
  }

  private SoundRun knownOrRun(SpecManifest.Config config) throws IOException, InterruptedException {
    String hash = hash(config);
    for (Map<String, String> fields : JsonLines.read(log)) {
      if (config.name().equals(fields.get("config")) && hash.equals(fields.get("hash"))) {
        return SoundRun.of(config, fields);
      }
    }
    synchronized (sound) {
      Bench running = bench == null ? new Bench(workspace.spec()) : bench;
      bench = running;
      SoundRun run = run(running, config);
      JsonLines.append(log, run.record(hash));
      return run;
    }
  }

  @Override
  public void close() throws IOException {
    for (Bench running : new Bench[] {bench, plain}) {
      if (running != null) {
        running.close();
      }
    }
  }

  /** How many invariants and properties a config has. */
  int checks(SpecManifest.Config config) {
    ConfigFile file = workspace.configFile(config.name());
    return file.invariants().size() + file.properties().size();
  }

  /** Whether a config has a property of liveness, by the names that those have. */
  boolean isLiveness(SpecManifest.Config config) {
    return workspace.configFile(config.name()).properties().stream()
        .anyMatch(name -> name.endsWith("Live"));
  }

  /** All that a sound run depends on, and what is watched in it. */
  private synchronized String hash(SpecManifest.Config config) throws IOException {
    List<Path> files = new ArrayList<>(List.of(cfg(config)));
    tree(config.module()).modules().forEach(m -> files.add(workspace.spec().resolve(m + ".tla")));
    List<String> more = new ArrayList<>(List.of(config.expect(), "" + config.states()));
    mutantsIn(config.module()).forEach(watched -> more.add(watched.key()));
    return hash(files, more);
  }

  /** Of the specification that is not watched; empty where a graph decides nothing. */
  private String graph(SpecManifest.Config config) throws IOException, InterruptedException {
    if (!hasGraph(config)) {
      return "";
    }
    Bench running = plain == null ? new Bench(workspace.spec()) : plain;
    plain = running;
    return running
        .graphSum(config.module(), config.name(), LIMIT, Long.MAX_VALUE)
        .orElseThrow(
            () -> CommandFailure.outside("TLC came to no end of " + config.name() + "'s graph"));
  }

  private SoundRun run(Bench bench, SpecManifest.Config config)
      throws IOException, InterruptedException {
    List<SpecMutant> mutants;
    synchronized (this) {
      mutants = mutantsIn(config.module());
    }
    WatchedSpec watched = new WatchedSpec(mutants);
    bench.watch(watched);
    TlcRun run = bench.run(config.module(), config.name(), LIMIT, Long.MAX_VALUE);
    Set<Integer> set = bench.registersSet();
    String verdict = SpecManifest.Config.HOLDS;
    TlcStats stats;
    if (run.result() instanceof TlcResult.Violates violates) {
      verdict =
          bench.whichBroke(
              config.module(), config.name(), violates.property(), LIMIT, Long.MAX_VALUE);
      stats = violates.stats();
    } else if (run.result() instanceof TlcResult.Holds holds) {
      stats = holds.stats();
    } else {
      TlcResult.Failed failed = (TlcResult.Failed) run.result();
      throw CommandFailure.outside("TLC failed on " + config.name() + ": " + failed.message());
    }
    if (!verdict.equals(config.expect()) || stats.distinct() != config.states()) {
      throw CommandFailure.outside(
          String.format(
              Locale.ROOT,
              "%s is not as spec/manifest.json has it: %s, %d states; see ./lockstep check",
              config.name(),
              verdict,
              stats.distinct()));
    }
    Set<String> matters = new HashSet<>();
    for (SpecMutant mutant : mutants) {
      if (watched.matters(mutant, set)) {
        matters.add(mutant.key());
      }
    }
    return new SoundRun(config, stats.millisElapsed(), graph(config), matters);
  }
}
