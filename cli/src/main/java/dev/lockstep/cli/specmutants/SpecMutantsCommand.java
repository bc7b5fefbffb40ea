package dev.lockstep.cli.specmutants;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.tlc.mutants.SpecMutant;
import dev.lockstep.traces.json.SpecManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep spec-mutants}: is there a property for each guard and each effect? */
@Command(
    name = "spec-mutants",
    mixinStandardHelpOptions = true,
    description =
        "Drops each guard and each effect of each action of the specifications in turn, runs TLC on"
            + " the configs that have it, and says which named property notices. What none notices"
            + " is a gap, unless docs/spec-mutants/explained.tsv says why.",
    footer = {
      "",
      "Results are kept in build/spec-mutants, and with the page in all.tsv, for as long as the",
      "text that they depend on stays the same: a run that was stopped goes on where it was, in",
      "another checkout too. Nothing in spec/ is written.",
      "Exit code: 0 all noticed or explained, 1 a gap or an explanation that is out of date,",
      "2 wrong usage, 3 something outside failed (TLC)."
    })
public final class SpecMutantsCommand implements Callable<Integer> {
  @Option(
      names = "--module",
      paramLabel = "NAME",
      split = ",",
      description = "Only mutants of these modules.")
  private List<String> modules = List.of();

  @Option(
      names = "--action",
      paramLabel = "NAME",
      split = ",",
      description = "Only what these actions are made of, the operators that they use included.")
  private List<String> actions = List.of();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only the mutant of this key, as --list prints it; may be given again.")
  private List<String> keys = List.of();

  @Option(names = "--sample", paramLabel = "N", description = "Only N of them, by chance.")
  private @Nullable Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of --sample (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many run at a time (default: ${DEFAULT-VALUE}).")
  private int workers = 2;

  @Option(
      names = "--states-max",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Leave out configs of more states (default: ${DEFAULT-VALUE}).")
  private long statesMax = 8_000;

  @Option(names = "--list", description = "Print the mutants and run nothing.")
  private boolean list;

  @Option(
      names = "--known",
      description = "Run nothing: show what earlier runs have found and is still true.")
  private boolean known;

  @Option(names = "--again", description = "Run what earlier runs have found as well.")
  private boolean again;

  @Option(names = "--all", description = "Print a line for each mutant, not only for the gaps.")
  private boolean all;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write the page with all results, such as docs/spec-mutants.md.")
  private @Nullable Path page;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (workers < 1 || (sample != null && sample < 1)) {
      throw CommandFailure.usage("--workers and --sample must be at least 1");
    } else if (list && (known || page != null)) {
      throw CommandFailure.usage("--list runs and writes nothing: without --known and --page");
    } else if (again && known) {
      throw CommandFailure.usage("--again runs what --known would take over: one of them");
    }
    Workspace workspace = Workspace.find();
    Path folder = workspace.build().resolve("spec-mutants");
    try (SoundRuns soundRuns = new SoundRuns(workspace, folder)) {
      return run(workspace, soundRuns, folder);
    }
  }

  private int run(Workspace workspace, SoundRuns soundRuns, Path folder)
      throws IOException, InterruptedException {
    Map<Target, List<SpecMutant>> chosen = chosen(soundRuns);
    if (list) {
      List<SpecMutant> listed = chosen.values().stream().flatMap(List::stream).toList();
      listed.forEach(m -> result.say(m.place() + "\t" + m.key()));
      result.write(Map.of("mutants", listed.stream().map(SpecMutant::key).toList()));
      return ExitCode.AS_EXPECTED;
    }
    Path docs = workspace.home().resolve("docs/spec-mutants");
    Explained explained = Explained.read(docs.resolve("explained.tsv"));
    AllMutants runs = new AllMutants(workspace, soundRuns, folder);
    if (!again) {
      runs.recall(docs.resolve(VerdictFile.NAME));
    }
    Map<String, MutantResult> results =
        runs.run(jobs(soundRuns, chosen), known ? 0 : workers, result::say);
    List<Judged> judged = new ArrayList<>();
    chosen.forEach(
        (target, mutants) -> {
          for (SpecMutant mutant : mutants) {
            MutantResult of = results.get(mutant.key());
            MutantResult told = of == null ? runs.latest(mutant) : of;
            if (told != null) {
              String reason = explained.of(mutant.key());
              judged.add(new Judged(target.module(), mutant, told, reason, of == null));
            }
          }
        });
    int chosenCount = chosen.values().stream().mapToInt(List::size).sum();
    return conclude(judged, outOfDate(soundRuns, explained, judged), chosenCount - judged.size());
  }

  private int conclude(List<Judged> judged, List<String> outOfDate, int notRun) {
    judged.stream()
        .filter(j -> all || j.isGap())
        .forEach(j -> result.say((j.isGap() ? "GAP " : "") + MutantsTable.line(j)));
    outOfDate.forEach(key -> result.say("OUT OF DATE in explained.tsv: " + key));
    MutantsTable table = new MutantsTable(judged);
    table.lines().forEach(result::say);
    long stale = judged.stream().filter(Judged::stale).count();
    boolean good =
        notRun == 0
            && stale == 0
            && outOfDate.isEmpty()
            && judged.stream().noneMatch(Judged::isGap);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mutants", judged.stream().map(Judged::row).toList());
    json.put("modules", table.rows());
    json.put("byProperty", table.byProperty());
    json.put("outOfDate", outOfDate);
    json.put("stale", stale);
    json.put("notRun", notRun);
    json.put("asExpected", good);
    result.write(json);
    if (page != null) {
      MutantsPage.write(page, judged, notRun);
    }
    if (stale > 0) {
      result.say(stale + " are stale: what they depend on has changed since (make spec-mutants)");
    }
    if (notRun > 0) {
      result.say(notRun + " have not been run");
    }
    result.say(good ? "all noticed or explained" : "NOT all noticed or explained");
    return good ? ExitCode.AS_EXPECTED : ExitCode.VIOLATION;
  }

  /** Lines about mutants that are noticed, or that there are none of. */
  private static List<String> outOfDate(
      SoundRuns soundRuns, Explained explained, List<Judged> judged) throws IOException {
    Set<String> found =
        judged.stream()
            .filter(Judged::isReasonOutOfDate)
            .map(j -> j.mutant().key())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> there = new HashSet<>();
    for (Target target : Target.ALL) {
      for (SpecMutant mutant : soundRuns.mutants(target)) {
        there.add(mutant.key());
      }
    }
    explained.reasons().keySet().stream()
        .filter(key -> !there.contains(key))
        .sorted()
        .forEach(found::add);
    return List.copyOf(found);
  }

  private Map<Target, List<SpecMutant>> chosen(SoundRuns soundRuns) throws IOException {
    Map<Target, List<SpecMutant>> chosen = new LinkedHashMap<>();
    Set<String> seenModules = new LinkedHashSet<>();
    Set<String> seenActions = new LinkedHashSet<>();
    for (Target target : Target.ALL) {
      List<SpecMutant> found = soundRuns.mutants(target);
      found.forEach(m -> seenModules.add(m.module()));
      found.forEach(m -> seenActions.addAll(m.actions()));
      chosen.put(
          target,
          found.stream()
              .filter(m -> modules.isEmpty() || modules.contains(m.module()))
              .filter(m -> actions.isEmpty() || m.actions().stream().anyMatch(actions::contains))
              .filter(m -> keys.isEmpty() || keys.contains(m.key()))
              .toList());
    }
    require("--module", "module with mutants", modules, seenModules);
    require("--action", "action", actions, seenActions);
    for (String key : keys) {
      if (chosen.values().stream().flatMap(List::stream).noneMatch(m -> m.key().equals(key))) {
        throw CommandFailure.usage("--key: no mutant " + key + " among those chosen; see --list");
      }
    }
    return sample == null ? chosen : sampled(chosen, sample);
  }

  private static void require(String option, String what, List<String> names, Set<String> there) {
    for (String name : names) {
      if (!there.contains(name)) {
        throw CommandFailure.usage(
            option + ": no " + what + " " + name + "; there are " + String.join(", ", there));
      }
    }
  }

  private Map<Target, List<SpecMutant>> sampled(Map<Target, List<SpecMutant>> chosen, int size) {
    List<String> keys = new ArrayList<>();
    chosen.values().forEach(of -> of.forEach(m -> keys.add(m.key())));
    java.util.SplittableRandom chance = new java.util.SplittableRandom(seed);
    for (int i = keys.size() - 1; i > 0; i--) {
      Collections.swap(keys, i, chance.nextInt(i + 1));
    }
    Set<String> kept = new HashSet<>(keys.subList(0, Math.min(size, keys.size())));
    Map<Target, List<SpecMutant>> sampled = new LinkedHashMap<>();
    chosen.forEach(
        (target, of) ->
            sampled.put(target, of.stream().filter(m -> kept.contains(m.key())).toList()));
    return sampled;
  }

  private List<AllMutants.Job> jobs(SoundRuns soundRuns, Map<Target, List<SpecMutant>> chosen)
      throws IOException {
    List<AllMutants.Job> jobs = new ArrayList<>();
    for (Map.Entry<Target, List<SpecMutant>> entry : chosen.entrySet()) {
      if (entry.getValue().isEmpty()) {
        continue;
      }
      Target target = entry.getKey();
      List<SpecManifest.Config> on = soundRuns.configs(target, statesMax);
      String hash = soundRuns.hash(target, statesMax);
      entry.getValue().forEach(m -> jobs.add(new AllMutants.Job(m, on, hash)));
    }
    return jobs;
  }
}
