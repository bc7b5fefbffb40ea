package dev.lockstep.schedule.scenario;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Ending;
import dev.lockstep.schedule.Execution;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;
import dev.lockstep.schedule.Workers;
import dev.lockstep.schedule.search.DepthFirst;
import dev.lockstep.schedule.search.Fixed;
import dev.lockstep.schedule.search.Reduced;
import dev.lockstep.schedule.search.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Runs a scenario under many schedules and compares each with the serial ones, in which every call
 * is as one step unless it waits. The serial outcomes come from the same code: so what is found is
 * a matter of interleaving, not of what a call does.
 */
public final class Explorer {
  private static final int STEPS_MAX = 2000;
  private static final int REPLAYS = 3;

  private final Subject subject;
  private final Workers workers;
  private final Limits limits;

  /**
   * How far to go.
   *
   * @param schedulesMax schedules of the complete search; if they do not suffice, all schedules
   *     with few preemptions are run instead
   * @param preemptionsMax how few
   * @param isOver true when time is up
   */
  public record Limits(long schedulesMax, int preemptionsMax, BooleanSupplier isOver) {}

  public Explorer(Subject subject, Workers workers, Limits limits) {
    this.subject = subject;
    this.workers = workers;
    this.limits = limits;
  }

  /** One run with what came of it. */
  private record Told(Run run, Outcome outcome, List<String> broken) {}

  /** Explores a scenario. */
  public Exploration explore(Scenario scenario) {
    SerialOutcomes serial = new SerialOutcomes(scenario);
    Map<String, Found> found = new LinkedHashMap<>();
    long schedules = 0;
    Search serialSearch = new DepthFirst(0);
    while (serialSearch.isLeft() && !limits.isOver().getAsBoolean()) {
      Told told = run(scenario, serialSearch.next());
      serialSearch.learn(told.run());
      schedules++;
      serial.add(told.outcome());
      collect(found, told, serial);
    }
    Set<String> outcomes = new TreeSet<>(serial.texts());
    Search search = new Reduced();
    long first = schedules;
    while (search.isLeft()
        && schedules - first < limits.schedulesMax()
        && !limits.isOver().getAsBoolean()) {
      step(scenario, search, serial, outcomes, found);
      schedules++;
    }
    String coverage = "complete";
    if (!search.isComplete()) {
      search = new DepthFirst(limits.preemptionsMax());
      while (search.isLeft() && !limits.isOver().getAsBoolean()) {
        step(scenario, search, serial, outcomes, found);
        schedules++;
      }
      coverage = search.isComplete() ? "bound " + limits.preemptionsMax() : "out of time";
    }
    return new Exploration(
        scenario,
        serial.texts().size(),
        outcomes.size(),
        schedules,
        coverage,
        found.values().stream()
            .sorted(Comparator.comparing(f -> f.kind))
            .map(f -> f.with(confirm(scenario, f.kind, f.detail, f.schedule)))
            .toList());
  }

  /**
   * All that can come of a scenario, whatever the order, serial or not.
   *
   * @return an outcome each, with the run of the fewest switches that shows it; not all of them if
   *     the complete search takes more schedules than the limit, or time is up
   */
  public Outcomes outcomes(Scenario scenario) {
    Map<String, Outcomes.Shown> shown = new TreeMap<>();
    Search search = new Reduced();
    long schedules = 0;
    while (search.isLeft()
        && schedules < limits.schedulesMax()
        && !limits.isOver().getAsBoolean()) {
      Told told = run(scenario, search.next());
      search.learn(told.run());
      schedules++;
      if (told.run().ending() != Ending.STOPPED) {
        String schedule = told.run().schedule();
        Outcomes.Shown one =
            new Outcomes.Shown(
                told.outcome(), told.broken(), schedule, schedule.length(), switches(schedule));
        shown.merge(one.toString(), one, Outcomes.Shown::shorter);
      }
    }
    return new Outcomes(scenario, shown, schedules, search.isComplete());
  }

  private void step(
      Scenario scenario,
      Search search,
      SerialOutcomes serial,
      Set<String> outcomes,
      Map<String, Found> found) {
    Told told = run(scenario, search.next());
    search.learn(told.run());
    if (told.run().ending() != Ending.STOPPED) {
      outcomes.add(told.outcome().toString());
      collect(found, told, serial);
    }
  }

  /** Something found, with the run of the fewest switches that shows it. */
  private static final class Found {
    final Finding.Kind kind;
    final String detail;
    String schedule = "";
    int cost = Integer.MAX_VALUE;
    List<Set<String>> apart = List.of();

    Found(Finding.Kind kind, String detail) {
      this.kind = kind;
      this.detail = detail;
    }

    Finding with(Finding confirmed) {
      return new Finding(kind, detail, schedule, confirmed.replays(), confirmed.story(), apart);
    }
  }

  private static void collect(Map<String, Found> found, Told told, SerialOutcomes serial) {
    Outcome outcome = told.outcome();
    for (String broken : told.broken()) {
      note(found, Finding.Kind.BROKEN_RULE, broken, told.run());
    }
    // A cycle of locks is wrong in every order; another hang may be what the scenario says.
    if (serial.has(outcome) && outcome.ending() != Ending.DEADLOCK) {
      return;
    }
    if (outcome.ending().hangs()) {
      note(found, Finding.Kind.of(outcome.ending()), outcome.waits(), told.run());
      return;
    }
    List<String> thrown = serial.newlyThrown(outcome);
    for (String one : thrown) {
      note(found, Finding.Kind.EXCEPTION, one, told.run());
    }
    if (thrown.isEmpty() && told.broken().isEmpty()) {
      note(found, Finding.Kind.NOT_SERIAL, outcome.toString(), told.run()).apart =
          serial.apart(outcome);
    }
  }

  private static Found note(Map<String, Found> found, Finding.Kind kind, String detail, Run run) {
    Found one = found.computeIfAbsent(kind + detail, k -> new Found(kind, detail));
    int cost = switches(run.schedule()) * STEPS_MAX + run.steps().size();
    if (cost < one.cost) {
      one.cost = cost;
      one.schedule = run.schedule();
    }
    return one;
  }

  private static int switches(String schedule) {
    int switches = 0;
    for (int i = 1; i < schedule.length(); i++) {
      switches += schedule.charAt(i) == schedule.charAt(i - 1) ? 0 : 1;
    }
    return switches;
  }

  /**
   * Runs a schedule three times and says how often it shows what it is said to.
   *
   * @throws dev.lockstep.schedule.search.ScheduleMismatchException if it does not fit
   */
  public Finding confirm(Scenario scenario, Finding.Kind kind, String detail, String schedule) {
    int same = 0;
    String story = "";
    for (int i = 0; i < REPLAYS; i++) {
      Replayed again = replay(scenario, schedule);
      story = again.story();
      boolean shows =
          switch (kind) {
            case BROKEN_RULE -> again.broken().contains(detail);
            case EXCEPTION -> again.outcome().results().stream().anyMatch(r -> r.contains(detail));
            case NOT_SERIAL, OUTCOME -> again.outcome().toString().equals(detail);
            case DEADLOCK, SLEEPS_FOR_EVER, LIVELOCK ->
                again.outcome().ending().hangs() && again.outcome().waits().equals(detail);
          };
      same += shows && again.schedule().equals(schedule) ? 1 : 0;
    }
    return new Finding(kind, detail, schedule, same, story, List.of());
  }

  /**
   * A replayed run.
   *
   * @param outcome what came of it
   * @param broken the rules that it broke
   * @param schedule the whole schedule, also where the given one left it open
   * @param story what happened, a line a step
   */
  public record Replayed(Outcome outcome, List<String> broken, String schedule, String story) {}

  /**
   * Runs a scenario under one schedule.
   *
   * @throws dev.lockstep.schedule.search.ScheduleMismatchException if it does not fit
   */
  public Replayed replay(Scenario scenario, String schedule) {
    Subject.Prepared prepared = subject.prepare(scenario);
    Run run = Execution.run(workers, bodies(prepared), new Fixed(schedule), STEPS_MAX);
    Outcome outcome = prepared.outcome(run);
    return new Replayed(
        outcome,
        prepared.broken(run),
        run.schedule(),
        new RunStory(scenario, prepared).of(run, outcome));
  }

  private Told run(Scenario scenario, Scheduler scheduler) {
    Subject.Prepared prepared = subject.prepare(scenario);
    Run run = Execution.run(workers, bodies(prepared), scheduler, STEPS_MAX);
    return run.ending() == Ending.STOPPED
        ? new Told(run, new Outcome(Ending.STOPPED, List.of(), ""), List.of())
        : new Told(run, prepared.outcome(run), prepared.broken(run));
  }

  private static List<Body> bodies(Subject.Prepared prepared) {
    return new ArrayList<>(prepared.bodies());
  }
}
