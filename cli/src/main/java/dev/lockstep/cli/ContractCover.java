package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.SpecConfig;
import dev.lockstep.model.explore.StateExplorer;
import dev.lockstep.model.explore.StateGraph;
import dev.lockstep.traces.CoverReplay;
import dev.lockstep.traces.Divergence;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code replay --cover} of a config at contract level. */
record ContractCover(SpecConfig config) {

  /** Whether the store does what every edge says, and refuses what it has to. */
  boolean replay(StoreOptions stores, Workspace workspace, ResultOption result) {
    ContractModel model = new ContractModel(config.constants());
    StateGraph graph = StateExplorer.graphOf(model);
    CoverReplay.Report report;
    double seconds;
    try (StoreOptions.Opened opened = stores.open(workspace);
        Progress progress = new Progress("cover " + config.name(), graph.edgeCount())) {
      opened
          .whyNot(config.constants())
          .ifPresent(
              reason -> {
                throw CommandFailure.usage(config.name() + ": " + reason);
              });
      long start = System.nanoTime();
      report = new CoverReplay(model, graph, opened.factory()).replay(progress::to);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    Covered covered =
        new Covered(
            config.name(),
            stores.where(),
            report.edges(),
            report.replayed(),
            report.divergences().size(),
            seconds);
    result.say(
        covered.line(
            String.format(
                Locale.ROOT,
                "%,d calls, %,d refusals (%,d left out)",
                report.steps(),
                report.refusals(),
                report.refusalsLeftOut())));
    if (report.refusalsLeftOut() > 0) {
      result.say("left out: " + CoverReplay.LEFT_OUT_REASON);
    }
    for (CoverReplay.Diverged diverged : report.divergences()) {
      Divergence d = diverged.divergence();
      result.say(Covered.differs(d.rule(), d.action(), d.field(), d.expected(), d.actual()));
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("calls", report.steps());
    counts.put("refusals", report.refusals());
    counts.put("refusalsLeftOut", report.refusalsLeftOut());
    result.write(covered.json(counts));
    return report.conforms();
  }
}
