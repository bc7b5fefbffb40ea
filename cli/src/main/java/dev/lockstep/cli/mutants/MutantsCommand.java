package dev.lockstep.cli.mutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.TimeSpan;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.mutants.Baseline;
import dev.lockstep.spark.mutants.ClassSource;
import dev.lockstep.spark.mutants.Digest;
import dev.lockstep.spark.mutants.Effort;
import dev.lockstep.spark.mutants.Mutant;
import dev.lockstep.spark.mutants.MutantFinder;
import dev.lockstep.spark.mutants.MutantRun;
import dev.lockstep.spark.mutants.MutatedClass;
import dev.lockstep.spark.mutants.ProbeTable;
import dev.lockstep.spark.mutants.Result;
import dev.lockstep.spark.mutants.ResultFile;
import dev.lockstep.spark.mutants.Survivors;
import dev.lockstep.spark.mutants.Versions;
import dev.lockstep.spark.mutants.WorkerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep mutants}. */
@Command(
    name = "mutants",
    mixinStandardHelpOptions = true,
    description = {
      "Makes every small change that PIT's default operators know to the bytecode of the store and"
          + " of the patch, and runs the harness on each: traces, walks over transitions and"
          + " refusals, random calls, our tests, the lock level, pairs of threads, until something"
          + " differs from the sound store.",
      "Results are kept, a line of JSON each, in build/mutants/results.jsonl: a run that is killed"
          + " goes on where it was. docs/mutants/survivors.tsv must have a line for each survivor.",
      "Exit code 1 if a survivor has no line there, or a line is of no survivor."
    })
public final class MutantsCommand implements Callable<Integer> {
  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Only mutants of this class, such as MemoryStore; may be given more than once.")
  private List<String> classNames = List.of();

  @Option(names = "--sample", paramLabel = "N", description = "Only so many, drawn at random.")
  private @Nullable Integer sample;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of --sample (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "JVMs at once (default: ${DEFAULT-VALUE}).")
  private int workers = 2;

  @Option(
      names = "--time-limit",
      paramLabel = "60s",
      converter = TimeSpan.class,
      description = "Processor time for one check on a mutant at most (default: 60s).")
  private @Nullable Duration limit;

  @Option(
      names = "--only-survivors",
      description =
          "Run those that survived again, but those that survivors.tsv says are equivalent.")
  private boolean onlySurvivors;

  /** How many checks a mutant is run on. */
  enum Checks {
    FIRST,
    TESTS,
    MORE
  }

  @Option(
      names = "--checks",
      paramLabel = "first|tests|more",
      description =
          "Which checks: the first run's (the default), all of our tests, or far more of everything"
              + " (the default for --only-survivors).")
  private @Nullable Checks checks;

  private Effort effort() {
    if (checks == null) {
      return onlySurvivors ? Effort.MORE : Effort.FIRST;
    }
    return switch (checks) {
      case FIRST -> Effort.FIRST;
      case TESTS -> Effort.TESTS;
      case MORE -> Effort.MORE;
    };
  }

  private static boolean isEquivalent(Survivors survivors, MutantRun.Task task) {
    return survivors
        .of(task.mutant().key())
        .filter(line -> line.why() == Survivors.Why.EQUIVALENT)
        .isPresent();
  }

  @Option(
      names = "--suites",
      description =
          "Run the sample on Spark's own suites as well, of mutants in Spark's own code, and"
              + " compare.")
  private boolean suites;

  @Option(names = "--list", description = "Only say which mutants there are, and what is left out.")
  private boolean list;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (workers < 1 || workers > 64) {
      throw CommandFailure.usage("--workers must be from 1 to 64, was " + workers);
    } else if (sample != null && sample < 1) {
      throw CommandFailure.usage("--sample must be above 0, was " + sample);
    }
    if (list && (sample != null || suites || onlySurvivors)) {
      throw CommandFailure.usage("--list goes with --class alone");
    }
    List<MutatedClass> classes = classes();
    Workspace workspace = Workspace.find();
    if (list) {
      return list(new Workbench(workspace), classes);
    }
    Survivors survivors = survivors(workspace);
    Workbench bench = new Workbench(workspace);
    Files.createDirectories(bench.folder());
    try (OnlyOne only = OnlyOne.in(bench.folder());
        ClassSource woven = new ClassSource(bench.patched());
        ClassSource stock = new ClassSource(bench.stock())) {
      MutantFinder finder = new MutantFinder(woven, stock);
      List<Mutant> all = finder.find(MutatedClass.ALL);
      return run(
          workspace,
          bench,
          finder,
          all,
          classes,
          survivors,
          new ProbeTable(woven, MutatedClass.ALL));
    }
  }

  private List<MutatedClass> classes() {
    List<MutatedClass> classes = new ArrayList<>();
    for (String name : classNames) {
      classes.add(
          MutatedClass.named(name)
              .orElseThrow(
                  () ->
                      CommandFailure.usage(
                          "--class: no "
                              + name
                              + " among "
                              + String.join(
                                  ", ",
                                  MutatedClass.ALL.stream()
                                      .map(MutatedClass::simpleName)
                                      .toList()))));
    }
    return classes.isEmpty() ? MutatedClass.ALL : classes;
  }

  private static Survivors survivors(Workspace workspace) throws IOException {
    try {
      return Survivors.read(workspace.home().resolve("docs/mutants/survivors.tsv"));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private int list(Workbench bench, List<MutatedClass> classes) throws IOException {
    List<Mutant> all;
    Map<String, Integer> leftOut;
    try (ClassSource woven = new ClassSource(bench.patched());
        ClassSource stock = new ClassSource(bench.stock())) {
      MutantFinder finder = new MutantFinder(woven, stock);
      all = finder.find(classes);
      leftOut = finder.leftOut();
    }
    all.forEach(
        m ->
            result.say(
                m.key()
                    + "\tline "
                    + m.line()
                    + "\t"
                    + m.description()
                    + (m.inStock() ? "\tstock" : "")));
    result.say(all.size() + " mutants; left out " + leftOut);
    result.write(Map.of("mutants", all.stream().map(Mutant::key).toList(), "leftOut", leftOut));
    return ExitCode.AS_EXPECTED;
  }

  private int run(
      Workspace workspace,
      Workbench bench,
      MutantFinder finder,
      List<Mutant> all,
      List<MutatedClass> classes,
      Survivors survivors,
      ProbeTable probes)
      throws IOException, InterruptedException {
    List<MutantRun.Task> tasks =
        tasks(finder, all, bench.harnessVersion(), bench.testsVersion(), bench.testClasses());
    List<MutantRun.Task> chosen = sampled(tasks, classes);
    MutantTable table = new MutantTable(result, survivors, finder.leftOut());
    Path sound = bench.folder().resolve("harness-" + bench.harnessVersion());
    Path soundTests = bench.folder().resolve("tests-" + bench.testsVersion());
    Kind harness = new Kind(bench.harness(sound), sound);
    Kind tests = new Kind(bench.tests(), soundTests);
    List<Result> theirs =
        suites ? onSuites(finder, bench, all, classes, survivors, probes) : List.of();
    List<Result> ours =
        ran(harness, tests, "results.jsonl", bench, chosen, tasks, survivors, probes);
    boolean asExpected = table.tell(ours, chosen, chosen.size() == all.size());
    if (suites) {
      table.compare(ours, theirs, seed);
    }
    return asExpected ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  private List<Result> onSuites(
      MutantFinder finder,
      Workbench bench,
      List<Mutant> all,
      List<MutatedClass> classes,
      Survivors survivors,
      ProbeTable probes)
      throws IOException, InterruptedException {
    Path sound = bench.folder().resolve("suites-" + bench.suitesVersion());
    List<MutantRun.Task> tasks = tasks(finder, all, bench.suitesVersion(), "", Map.of());
    return ran(
        new Kind(bench.suites(), sound),
        null,
        "suites.jsonl",
        bench,
        sampled(tasks, classes),
        tasks,
        survivors,
        probes);
  }

  /** A kind of workers, and the folder for what it says of the sound store. */
  private record Kind(WorkerKind workers, Path folder) {}

  private static List<MutantRun.Task> tasks(
      MutantFinder finder,
      List<Mutant> all,
      String main,
      String tests,
      Map<String, String> testClasses) {
    List<MutantRun.Task> tasks = new ArrayList<>();
    for (Mutant mutant : all) {
      byte[] bytes = finder.bytes(mutant);
      tasks.add(
          new MutantRun.Task(
              mutant, bytes, new Versions(Digest.of(bytes), main, tests, testClasses)));
    }
    return tasks;
  }

  private List<MutantRun.Task> sampled(List<MutantRun.Task> tasks, List<MutatedClass> classes) {
    List<MutantRun.Task> chosen =
        tasks.stream()
            .filter(t -> classes.contains(t.mutant().of()))
            .filter(t -> !suites || t.mutant().inStock())
            .toList();
    if (sample == null || sample >= chosen.size()) {
      return chosen;
    }
    List<MutantRun.Task> shuffled = new ArrayList<>(chosen);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, (int) ((random.nextLong() >>> 1) % (i + 1)));
    }
    return shuffled.subList(0, sample);
  }

  private List<Result> ran(
      Kind kind,
      @Nullable Kind tests,
      String file,
      Workbench bench,
      List<MutantRun.Task> chosen,
      List<MutantRun.Task> known,
      Survivors survivors,
      ProbeTable probes)
      throws IOException, InterruptedException {
    Baseline sound = sound(kind);
    Baseline soundTests = tests == null ? null : sound(tests);
    try (ResultFile results = ResultFile.open(bench.folder().resolve(file))) {
      List<MutantRun.Task> left = new ArrayList<>();
      for (MutantRun.Task task : chosen) {
        Optional<Result> before = MutantRun.before(results, task);
        if (before.isEmpty()
            || (onlySurvivors
                && before.get().verdict().status().survived()
                && !isEquivalent(survivors, task))) {
          left.add(task);
        }
      }
      if (!left.isEmpty()) {
        Clock clock = new Clock(left.size());
        AtomicInteger done = new AtomicInteger();
        try (Progress progress = new Progress("mutants " + kind.workers().name(), left.size())) {
          new MutantRun(
                  bench.folder(),
                  kind.workers(),
                  sound,
                  tests == null ? null : tests.workers(),
                  soundTests,
                  probes,
                  effort(),
                  limit == null ? Duration.ofSeconds(60) : limit,
                  workers)
              .run(
                  left,
                  results,
                  r -> {
                    int now = done.incrementAndGet();
                    progress.to(now);
                    progress.say(clock.left(now));
                  });
        }
      }
      Set<String> wanted = new TreeSet<>();
      chosen.forEach(t -> wanted.add(t.mutant().key()));
      Map<String, Versions> versions = new LinkedHashMap<>();
      known.forEach(t -> versions.put(t.mutant().key(), t.versions()));
      return results.keep(versions).stream().filter(r -> wanted.contains(r.key())).toList();
    }
  }

  private Baseline sound(Kind kind) throws IOException, InterruptedException {
    Files.createDirectories(kind.folder());
    try (Progress progress = new Progress("sound store, " + kind.workers().name(), -1)) {
      return Baseline.of(kind.workers(), kind.folder(), (stage, id) -> true, workers, progress::to);
    }
  }
}
