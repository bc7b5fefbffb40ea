package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockStateGraph;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.traces.LockCoverReplay;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockStoreUnderTest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code replay --cover} of a config at lock level. */
final class LockCover {
  private final LockConfig config;
  private final LockText text;

  LockCover(LockConfig config) {
    this.config = config;
    this.text = new LockText(config.constants());
  }

  /** Whether the store does what every edge says. */
  boolean replay(StoreOptions stores, Workspace workspace, ResultOption result) {
    LockCoverReplay.Report report;
    double seconds;
    try (StoreOptions.Opened opened = stores.open(workspace)) {
      LockStoreUnderTest.Factory factory =
          opened
              .lockFactory()
              .orElseThrow(
                  () -> CommandFailure.usage(stores.where() + " can't run the lock level"));
      LockModel model = new LockModel(config.constants());
      LockStateGraph graph = LockStateGraph.of(model);
      try (Progress progress = new Progress("cover " + config.name(), graph.edgeCount())) {
        long start = System.nanoTime();
        report = new LockCoverReplay(model, graph, factory).replay(progress::to);
        seconds = (System.nanoTime() - start) / 1e9;
      }
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(config.name() + ": " + e.field() + ": " + e.getMessage());
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
                Locale.ROOT, "%,d steps, %,d waits confirmed", report.steps(), report.waits())));
    for (LockCoverReplay.Diverged diverged : report.divergences()) {
      tell(diverged, result);
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("level", "lock");
    counts.put("steps", report.steps());
    counts.put("waits", report.waits());
    result.write(covered.json(counts));
    return report.conforms();
  }

  private void tell(LockCoverReplay.Diverged diverged, ResultOption result) {
    LockDivergence d = diverged.divergence();
    result.say(Covered.differs(d.rule(), d.action(), d.field(), d.expected(), d.actual()));
    diverged.labels().stream()
        .skip(Math.max(0, diverged.labels().size() - 12))
        .forEach(label -> result.say("    " + text.words(label)));
  }
}
