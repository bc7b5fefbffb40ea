package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.hunt.Hunt;
import dev.lockstep.simulator.hunt.HuntBudget;
import dev.lockstep.simulator.hunt.HuntResult;
import dev.lockstep.simulator.hunt.HuntSpec;
import dev.lockstep.simulator.hunt.Universe;
import dev.lockstep.simulator.hunt.Universes;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.TraceRecorder;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep hunt}: random search for a place where the store and the model part. */
@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    description =
        "Searches for a divergence of a store from the model, shrinks what it finds and writes it"
            + " as a trace. A number of --sequences gives the same answer every time.")
public final class HuntCommand implements Callable<Integer> {
  enum Goal {
    DIVERGENCE
  }

  @Option(
      names = "--goal",
      required = true,
      description = "What to look for: ${COMPLETION-CANDIDATES}.")
  private Goal goal = Goal.DIVERGENCE;

  @Option(
      names = "--time",
      paramLabel = "60s",
      description = "How long to search, such as 90s or 5m (default: 60s).")
  private @Nullable String time;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      description = "How many sequences to try instead.")
  private @Nullable Integer sequences;

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
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to write what was found (default: build/found).")
  private @Nullable Path out;

  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException {
    Workspace workspace = Workspace.find();
    HuntSpec spec = spec();
    HuntResult found;
    try (StoreOptions.Opened opened = stores.open(workspace);
        Progress progress = new Progress("hunt", 1000)) {
      found =
          new Hunt(ContractModel::new, opened.factory())
              .run(spec, share -> progress.to(Math.round(share * 1000)));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("goal", goal.name().toLowerCase(Locale.ROOT));
    json.put("store", stores.where());
    json.put("seed", seed);
    json.put("evaluations", found.evaluations());
    json.put("found", found instanceof HuntResult.Found);
    if (found instanceof HuntResult.Found hit) {
      tell(hit);
      Path file = save(workspace, hit);
      json.put("divergence", hit.divergence());
      json.put("steps", hit.shrunk().size());
      json.put("originalSteps", hit.originalLength());
      json.put("attemptSeed", hit.attemptSeed());
      json.put("trace", Workspace.shown(file));
      result.say("  saved: " + Workspace.shown(file));
      result.say(
          "  again: ./lockstep replay " + Workspace.shown(file) + " " + stores.asArguments());
    } else {
      result.say(
          String.format(
              Locale.ROOT,
              "nothing found on %s in %,d sequences",
              stores.where(),
              found.evaluations()));
    }
    result.write(json);
    return found instanceof HuntResult.Found ? ExitCode.VIOLATION : ExitCode.AS_EXPECTED;
  }

  private HuntSpec spec() {
    if (sequences != null && sequences < 1) {
      throw CommandFailure.usage("--sequences must be at least 1, was " + sequences);
    }
    if (time != null && sequences != null) {
      throw CommandFailure.usage("--time and --sequences exclude each other");
    }
    try {
      List<Universe> universes =
          universe == null ? Universes.all() : List.of(Universes.byName(universe));
      HuntBudget budget =
          sequences != null
              ? new HuntBudget.Sequences(sequences)
              : new HuntBudget.Time(duration(time == null ? "60s" : time));
      return new HuntSpec(universes, seed, length, budget);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(e.field() + ": " + e.getMessage());
    }
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.strip());
      if (duration.isZero()) {
        throw CommandFailure.usage("--time must be above 0");
      }
      return duration;
    } catch (java.time.format.DateTimeParseException | ArithmeticException e) {
      throw CommandFailure.usage("--time: not a time such as 90s or 5m: " + text);
    }
  }

  private Path save(Workspace workspace, HuntResult.Found hit) {
    String fault = stores.where().replaceAll("[^A-Za-z0-9.]+", "-");
    Path folder = out == null ? workspace.build().resolve("found") : out;
    String rule = hit.divergence().rule().toLowerCase(Locale.ROOT);
    Path file = folder.resolve(rule + "-" + fault + "-seed" + hit.attemptSeed() + ".json");
    try {
      TraceCodec.write(trace(hit.divergence(), hit.universe(), hit), file);
    } catch (IOException e) {
      throw CommandFailure.outside("can't write " + file + ": " + e.getMessage());
    }
    return file;
  }

  private Trace trace(Divergence divergence, Universe where, HuntResult.Found hit) {
    return new Trace(
        Trace.Level.CONTRACT,
        Trace.Origin.HUNT,
        hit.attemptSeed(),
        new Trace.Expectation.Breaks(divergence.rule(), stores.where()),
        where.constants(),
        TraceRecorder.steps(where.constants(), hit.shrunk()));
  }

  private void tell(HuntResult.Found hit) {
    Divergence d = hit.divergence();
    result.say(
        d.rule()
            + " broken: "
            + d.field()
            + " expected "
            + d.expected()
            + ", the store has "
            + d.actual()
            + "   ("
            + stores.where()
            + ")");
    result.say(
        "  shortest trace: "
            + hit.shrunk().size()
            + (hit.shrunk().size() == 1 ? " step" : " steps")
            + " (found with "
            + hit.originalLength()
            + ", seed "
            + hit.attemptSeed()
            + ", "
            + hit.universe().name()
            + ")");
    new Story(hit.universe().constants()).lines(hit.shrunk(), d).forEach(result::say);
  }
}
