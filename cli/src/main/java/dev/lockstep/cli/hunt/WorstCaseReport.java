package dev.lockstep.cli.hunt;

import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.simulator.hunt.Goals;
import dev.lockstep.simulator.hunt.HuntForWorstCase;
import dev.lockstep.simulator.hunt.WorstCaseSpec;
import dev.lockstep.simulator.hunt.WorstCaseTrace;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.PolicyStores;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search for a worst case found: told, and written as a trace. */
record WorstCaseReport(
    WorstCaseSpec spec, EvictionPolicy policy, Path folder, ResultOption result) {

  /** Tells, writes, and gives the fields of the result. */
  Map<String, Object> tell(HuntForWorstCase.Ended ended) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("goal", spec.goal());
    json.put("policy", spec.policy());
    json.put("seed", spec.seed());
    json.put("evaluations", ended.evaluations());
    json.put("found", ended.found().isPresent());
    if (ended.found().isEmpty()) {
      result.say(
          String.format(
              Locale.ROOT,
              "no %s found of %s in %,d sequences",
              spec.goal(),
              spec.policy(),
              ended.evaluations()));
      return json;
    }
    HuntForWorstCase.Found found = ended.found().get();
    story(found);
    Path file = save(found);
    json.put("score", found.score());
    json.put("steps", found.actions().size());
    json.put("originalSteps", found.originalLength());
    json.put("universe", found.universe().name());
    json.put("trace", Workspace.shown(file));
    result.say("  saved: " + Workspace.shown(file));
    result.say("  again: ./lockstep replay " + Workspace.shown(file) + arguments(found));
    return json;
  }

  private String arguments(HuntForWorstCase.Found found) {
    return onRealStore(found) ? "" : " --store simulator --policy " + spec.policy();
  }

  private boolean onRealStore(HuntForWorstCase.Found found) {
    return policy.onRealStore(found.universe().constants(), found.actions()).isPresent();
  }

  private Path save(HuntForWorstCase.Found found) {
    Trace trace =
        WorstCaseTrace.of(
            spec.policy(), found.universe().constants(), found.actions(), spec.seed());
    String of = spec.policy().replaceAll("[^A-Za-z0-9.]+", "-");
    Path file = folder.resolve(spec.goal() + "-" + of + "-seed" + spec.seed() + ".json");
    try {
      TraceCodec.write(trace, file);
    } catch (IOException e) {
      throw Output.failed(file, e);
    }
    return file;
  }

  private void story(HuntForWorstCase.Found found) {
    List<Action> actions = found.actions();
    result.say(
        String.format(
            Locale.ROOT,
            "%s of %s: %,d %s",
            spec.goal(),
            spec.policy(),
            found.score(),
            Goals.byName(spec.goal()).counts()));
    result.say(
        String.format(
            Locale.ROOT,
            "  shortest trace: %d step%s (found with %d, %,d sequences, seed %d, %s)",
            actions.size(),
            actions.size() == 1 ? "" : "s",
            found.originalLength(),
            found.evaluations(),
            spec.seed(),
            found.universe().name()));
    Constants constants = found.universe().constants();
    new Story(constants).linesOn(new PolicyStores(policy), actions).forEach(result::say);
  }
}
