package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.hunt.Goals;
import dev.lockstep.simulator.hunt.Hunt;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.HuntResult;
import dev.lockstep.simulator.hunt.HuntSpec;
import dev.lockstep.simulator.hunt.IslandRunner;
import dev.lockstep.simulator.hunt.ThreadedIslands;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import dev.lockstep.simulator.policy.EvictionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep hunt}: a search for a divergence, or for the worst case of a policy. */
@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    description = {
      "Searches for a divergence of a store from the model, or for the calls on which a policy does"
          + " worst; shrinks what it finds and writes it as a trace.",
      "A number of --sequences gives the same answer every time, on any number of threads."
    },
    footer = {
      "",
      "Goals: divergence (of --store and --fault); of a --policy: inversion, native-inversion,"
          + " jvm-inversion, overshrink, refusal, thrash, regret, release-burst, monitor-hold.",
      "Example: ./lockstep hunt --goal overshrink --policy x1-native-first"
    })
public final class HuntCommand implements Callable<Integer> {
  private static final String DIVERGENCE = "divergence";

  @Option(names = "--goal", required = true, description = "What to look for, see below.")
  private String goal = DIVERGENCE;

  @Mixin private BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "--length",
      defaultValue = "50",
      description = "Calls in a sequence (default: ${DEFAULT-VALUE}).")
  private int length = 50;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--universe", description = "Search in these constants only, by name.")
  private @Nullable String universe;

  @Option(
      names = "--threads",
      description = "Threads to search on (default: one a processor). The answer is the same.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "Spread a search for a worst case over a Spark cluster: local[*], local-cluster[2,1,1024]"
              + " or spark://HOST:PORT. The answer is the same.")
  private @Nullable String master;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to write what was found (default: build/found).")
  private @Nullable Path out;

  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workspace workspace = Workspace.find();
    Path folder = out == null ? workspace.build().resolve("found") : out;
    Output.requireFolder("--out", folder);
    if (threads < 1) {
      throw CommandFailure.usage("--threads must be at least 1, was " + threads);
    }
    try {
      return goal.toLowerCase(Locale.ROOT).equals(DIVERGENCE)
          ? divergence(workspace, folder)
          : worstCase(folder);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(e.field() + ": " + e.getMessage());
    }
  }

  private int divergence(Workspace workspace, Path folder) throws IOException {
    if (master != null) {
      throw CommandFailure.usage("--master is for the worst case of a --policy");
    }
    List<Universe> universes =
        universe == null ? Universes.all() : List.of(Universes.byName(universe));
    HuntResult found;
    try (StoreOptions.Opened opened = stores.open(workspace);
        Progress progress = new Progress("hunt", 1000)) {
      HuntSpec spec = new HuntSpec(possible(universes, opened), seed, length, budget.budget());
      found =
          new Hunt(ContractModel::new, opened.factory())
              .run(spec, threads, share -> progress.to(Math.round(share * 1000)));
    }
    DivergenceReport report = new DivergenceReport(stores, folder, result);
    result.write(report.tell(found, seed));
    return found instanceof HuntResult.Found ? ExitCode.VIOLATION : ExitCode.AS_EXPECTED;
  }

  /** Those that the store can be made with; of the others it is said why not. */
  private List<Universe> possible(List<Universe> universes, StoreOptions.Opened opened) {
    List<Universe> possible = new ArrayList<>();
    for (Universe candidate : universes) {
      Optional<String> reason = opened.whyNot(candidate.constants());
      if (reason.isEmpty()) {
        possible.add(candidate);
      } else if (universe != null) {
        throw CommandFailure.usage("--universe " + universe + ": " + reason.get());
      } else {
        result.say("left out: universe " + candidate.name() + ": " + reason.get());
      }
    }
    return possible;
  }

  private int worstCase(Path folder) throws IOException, InterruptedException {
    Goals.byName(goal.toLowerCase(Locale.ROOT));
    stores.requirePolicyAlone(
        "a hunt for " + goal + " is for the worst case of a --policy, on the simulator's store");
    EvictionPolicy policy = stores.policy();
    List<String> universes =
        universe == null
            ? Universes.worstCases().stream().map(Universe::name).toList()
            : List.of(Universes.worstCase(universe).name());
    WorstCaseSpec spec =
        new WorstCaseSpec(
            stores.policyName(),
            goal.toLowerCase(Locale.ROOT),
            universes,
            seed,
            length,
            budget.budget());
    HuntForWorstCase.Ended ended;
    if (master != null) {
      ended = new OnCluster(Workspace.find(), master).hunt(spec);
    } else {
      try (ThreadedIslands islands = new ThreadedIslands(threads)) {
        ended = hunt(spec, islands);
      }
    }
    result.write(new WorstCaseReport(spec, policy, folder, result).tell(ended));
    return ended.found().isPresent() ? ExitCode.VIOLATION : ExitCode.AS_EXPECTED;
  }

  private static HuntForWorstCase.Ended hunt(WorstCaseSpec spec, IslandRunner islands) {
    try (Progress progress = new Progress("hunt", 1000)) {
      return new HuntForWorstCase(islands)
          .run(
              spec,
              (used, evaluations, best) -> {
                progress.say("best " + best);
                progress.to(Math.round(used * 1000));
              });
    }
  }
}
