package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.Story;
import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.StoreState;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** Rows of what lists of calls show: each a trace of the contract level. */
final class CallDifferences {
  private final Sides sides;
  private final long seed;

  CallDifferences(Sides sides, long seed) {
    this.sides = sides;
    this.seed = seed;
  }

  List<Difference> of(List<CallRuns.Parted> found) {
    return found.stream().map(this::of).toList();
  }

  private Difference of(CallRuns.Parted parted) {
    Divergence divergence = parted.divergence();
    String text = TraceCodec.text(trace(parted));
    List<String> story =
        new ArrayList<>(new Story(parted.constants()).lines(parted.actions(), null));
    story.add("     " + divergence.field() + " after step " + (divergence.step() + 1));
    story.add("       " + sides.nameA() + ": " + divergence.actual());
    story.add("       " + sides.nameB() + ": " + divergence.expected());
    return new Difference(
        divergence.rule(),
        divergence.field() + " of " + named(divergence.action()),
        divergence.actual(),
        divergence.expected(),
        parted.found(),
        parted.actions().size(),
        story,
        "calls-" + divergence.field() + "-" + sum(text) + ".json",
        text,
        replay(sides.a().name(), true),
        replay(sides.b().name(), false),
        true);
  }

  static String sum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  private static String named(Action action) {
    return Character.toLowerCase(action.name().charAt(0)) + action.name().substring(1);
  }

  private String replay(String spark, boolean first) {
    return "./lockstep replay %s --spark "
        + spark
        + (sides.patched() ? "" : " --stock")
        + (first ? sides.natives().map(jar -> " --natives " + jar).orElse("") : "");
  }

  /** With what the model observes, which is the promise that a replay holds each of them to. */
  private Trace trace(CallRuns.Parted parted) {
    ContractModel model = new ContractModel(parted.constants());
    StepComparison comparison = new StepComparison(model);
    StoreState state = model.initialStates().get(0);
    List<Trace.TraceStep> steps = new ArrayList<>();
    for (Action action : parted.actions()) {
      StepComparison.Expected expected = comparison.expected(state, action);
      steps.add(new Trace.TraceStep(action, comparison.observation(expected)));
      state = expected.after();
    }
    return new Trace(
        Trace.Level.CONTRACT,
        Trace.Origin.BUG,
        seed,
        new Trace.Expectation.Conforms(),
        parted.constants(),
        steps);
  }
}
