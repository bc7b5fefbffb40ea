package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Story;
import dev.lockstep.model.ContractGraph;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.LabelledGraph;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.CheckResult;
import dev.lockstep.model.explore.ContractProperties;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/** {@code explore} at contract level: all properties are checked, whatever the config names. */
final class ContractExploration implements LevelExploration {
  private final SpecConfig config;
  private final ContractModel model;

  ContractExploration(SpecConfig config) {
    this.config = config;
    this.model = new ContractModel(config.constants());
  }

  @Override
  public LabelledGraph<?> graph() {
    return new ContractGraph(model);
  }

  @Override
  public boolean explore(
      int statesMax, IntConsumer progress, ResultOption result, Map<String, Object> json) {
    CheckResult explored =
        new StateExplorer(model, ContractProperties.all(), statesMax).explore(progress);
    if (explored instanceof CheckResult.LimitReached limit) {
      throw CommandFailure.usage(
          config.name() + " has more than " + limit.states() + " states: raise --states-max");
    } else if (explored instanceof CheckResult.Violated violated) {
      String property = violated.counterexample().property().name();
      result.say(config.name() + ": the model breaks " + property);
      new Story(config.constants())
          .lines(
              violated.counterexample().steps().stream().map(step -> step.action()).toList(), null)
          .forEach(result::say);
      json.put("broken", property);
      return false;
    }
    CheckResult.Passed passed = (CheckResult.Passed) explored;
    StateGraph graph = passed.graph();
    json.put("model", LevelExploration.counts(graph.stateCount(), graph.edgeCount()));
    result.say(
        String.format(
            Locale.ROOT,
            "%s: model has %,d states, %,d edges",
            config.name(),
            graph.stateCount(),
            graph.edgeCount()));
    passed
        .unreached()
        .forEach(reachable -> result.say("  never happens here: " + reachable.name()));
    return true;
  }
}
