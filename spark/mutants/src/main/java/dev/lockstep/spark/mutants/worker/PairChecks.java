package dev.lockstep.spark.mutants.worker;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.scenario.Exploration;
import dev.lockstep.schedule.scenario.Explorer;
import dev.lockstep.schedule.scenario.Finding;
import dev.lockstep.schedule.scenario.KnownScenarios;
import dev.lockstep.schedule.scenario.Outcome;
import dev.lockstep.schedule.scenario.PairLibrary;
import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.Subject;
import dev.lockstep.spark.launch.SparkThreads;
import dev.lockstep.spark.mutants.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Scenarios of threads, under every schedule: what all of them come to. */
final class PairChecks {
  private static final long SCHEDULES_MAX = 3_000;
  private static final int PREEMPTIONS_MAX = 1;

  private final List<Path> classPath;
  private @Nullable SparkThreads threads;
  private @Nullable Workers workers;

  PairChecks(List<Path> classPath) {
    this.classPath = classPath;
  }

  private SparkThreads threads() {
    SparkThreads open = threads;
    if (open == null) {
      open = SparkThreads.open(classPath, Optional.empty());
      threads = open;
    }
    return open;
  }

  private Workers workers() {
    Workers made = workers;
    if (made == null) {
      made = new Workers(threads().loader());
      workers = made;
    }
    return made;
  }

  private record Pair(Scenario scenario, PairChecks checks) implements Check {
    @Override
    public String id() {
      return scenario.toString();
    }

    @Override
    public Stage stage() {
      return Stage.PAIRS;
    }

    @Override
    public void open() {
      checks.threads();
    }

    @Override
    public String run() {
      Listening subject = new Listening(checks.threads());
      Exploration exploration =
          new Explorer(
                  subject,
                  checks.workers(),
                  new Explorer.Limits(SCHEDULES_MAX, PREEMPTIONS_MAX, () -> false))
              .explore(scenario);
      StringBuilder findings = new StringBuilder();
      for (Finding finding : exploration.findings()) {
        findings.append(finding.kind().words()).append(": ").append(finding.detail()).append("; ");
      }
      return findings + "outcomes " + String.join(" / ", subject.outcomes);
    }
  }

  /** Every scenario of a patched Spark. */
  List<Check> all() {
    List<Scenario> scenarios = new ArrayList<>(KnownScenarios.of(true));
    scenarios.addAll(PairLibrary.of(true));
    return scenarios.stream()
        .filter(s -> !s.toString().contains("interrupt"))
        .<Check>map(s -> new Pair(s, this))
        .toList();
  }

  /** Hears what every run came to. */
  private static final class Listening implements Subject {
    final Set<String> outcomes = new TreeSet<>();
    private final Subject subject;

    Listening(Subject subject) {
      this.subject = subject;
    }

    @Override
    public String description() {
      return subject.description();
    }

    @Override
    public Prepared prepare(Scenario scenario) {
      Prepared prepared = subject.prepare(scenario);
      return new Prepared() {
        @Override
        public List<Body> bodies() {
          return prepared.bodies();
        }

        @Override
        public Outcome outcome(Run run) {
          Outcome outcome = prepared.outcome(run);
          outcomes.add(outcome.toString());
          return outcome;
        }

        @Override
        public List<String> broken(Run run) {
          return prepared.broken(run);
        }

        @Override
        public String nameOf(Object resource) {
          return prepared.nameOf(resource);
        }
      };
    }

    @Override
    public void close() {
      // Not ours.
    }
  }
}
