package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.story.LockStory;
import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockExploration;
import dev.lockstep.model.lock.LockExplorer;
import dev.lockstep.model.lock.LockGraph;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockProperties;
import dev.lockstep.model.lock.LockProperty;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.traces.LockModelStore;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/** {@code explore} at lock level: the config's properties are checked, as far as the model can. */
final class LockLevelExploration implements LevelExploration {
  private final LockConfig config;
  private final String expected;
  private final LockModel model;

  /**
   * @param expected the property that must break; the name of none if all must hold
   */
  LockLevelExploration(LockConfig config, String expected) {
    this.config = config;
    this.expected = expected;
    this.model = new LockModel(config.constants());
  }

  @Override
  public LabelledGraph<?> graph() {
    return new LockGraph(model);
  }

  @Override
  public boolean explore(
      int statesMax, IntConsumer progress, ResultOption result, Map<String, Object> json) {
    List<LockProperty> properties = new LockProperties(config.constants()).named(config.checks());
    List<String> checked = properties.stream().map(LockProperty::name).toList();
    LockExploration explored = run(properties, statesMax, progress);
    boolean asExpected = true;
    if (explored instanceof LockExploration.Violated violated) {
      asExpected = violated.property().name().equals(expected);
      tell(violated, result, json);
      explored = run(List.of(), statesMax, progress);
    } else if (checked.contains(expected)) {
      asExpected = false;
      result.say(config.name() + ": the model keeps " + expected + ", which must break");
    }
    LockExploration.Counts counts = explored.counts();
    Map<String, Object> numbers = LevelExploration.counts(counts.states(), counts.edges());
    numbers.put("depth", counts.depth());
    numbers.put("bytesPerState", counts.encodedBytes() / counts.states());
    numbers.put("memoryPerState", counts.memoryBytes() / counts.states());
    Map<String, Object> steps = new LinkedHashMap<>();
    counts.steps().forEach((action, taken) -> steps.put(action.name(), taken));
    numbers.put("steps", steps);
    json.put("model", numbers);
    result.say(
        String.format(
            Locale.ROOT,
            "%s: model has %,d states, %,d edges, depth %d; %d bytes a state, %d with its index",
            config.name(),
            counts.states(),
            counts.edges(),
            counts.depth(),
            counts.encodedBytes() / counts.states(),
            counts.memoryBytes() / counts.states()));
    counts
        .steps()
        .forEach(
            (action, taken) ->
                result.say(String.format(Locale.ROOT, "  %-16s %,12d", action.name(), taken)));
    List<String> left = new ArrayList<>(config.checks());
    left.removeAll(checked);
    if (!left.isEmpty()) {
      result.say("  for TLC alone: " + String.join(", ", left));
    }
    return asExpected;
  }

  private LockExploration run(List<LockProperty> properties, int statesMax, IntConsumer progress) {
    try {
      LockExploration explored = new LockExplorer(model, properties, statesMax).explore(progress);
      if (explored instanceof LockExploration.LimitReached) {
        throw CommandFailure.usage(
            config.name() + " has more than " + statesMax + " states: raise --states-max");
      }
      return explored;
    } catch (ArithmeticException e) {
      throw CommandFailure.usage(config.name() + " has no end: " + e.getMessage());
    }
  }

  private void tell(
      LockExploration.Violated violated, ResultOption result, Map<String, Object> json) {
    LockText text = new LockText(config.constants());
    String property = violated.property().name();
    result.say(config.name() + ": the model breaks " + property);
    List<LockStep.Label> labels = violated.path().stream().map(LockStep::label).toList();
    new LockStory(
            new LockTrace(
                Trace.Origin.HUNT,
                0,
                new Trace.Expectation.Breaks(property, "model"),
                config.constants(),
                LockModelStore.steps(config.constants(), labels),
                LockTrace.NO_LOOP))
        .lines()
        .forEach(line -> result.say("  " + line));
    json.put("broken", property);
    json.put("path", labels.stream().map(text::label).toList());
  }
}
