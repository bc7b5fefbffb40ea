package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Eviction;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Model;
import dev.lockstep.model.Outcome;
import dev.lockstep.model.ReleaseBehaviour;
import dev.lockstep.model.Response;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How many steps exercised each rule of layer 1, so that a rule that nothing exercised is seen. A
 * step exercises a rule if a store that breaks the rule could have shown it there.
 */
public final class RuleCoverage {
  /** R1 to R13; R14 is about a store without native blocks. */
  public static final List<String> RULES =
      IntStream.rangeClosed(1, 13).mapToObj(n -> "R" + n).toList();

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> refusals = new LinkedHashMap<>();

  public RuleCoverage() {
    RULES.forEach(rule -> counts.put(rule, 0L));
  }

  /** One with these counts, as {@link #counts} and {@link #refusals} gave them. */
  public static RuleCoverage of(Map<String, Long> counts, Map<String, Long> refusals) {
    RuleCoverage coverage = new RuleCoverage();
    counts.forEach(coverage::add);
    coverage.refusals.putAll(refusals);
    return coverage;
  }

  /** The counts by rule, in the order of the rules; 0 for what nothing exercised. */
  public Map<String, Long> counts() {
    return new LinkedHashMap<>(counts);
  }

  /** How many of {@link #counts} were calls that the store must turn down. */
  public Map<String, Long> refusals() {
    return new LinkedHashMap<>(refusals);
  }

  /** The rules that nothing exercised. */
  public List<String> notExercised() {
    return RULES.stream().filter(rule -> counts.getOrDefault(rule, 0L) == 0).toList();
  }

  /**
   * Adds to a rule: what is probed by other means than steps, above all R10, which needs a store
   * that has a master.
   */
  public void add(String rule, long count) {
    counts.merge(rule, count, Long::sum);
  }

  /** Adds all of another coverage. */
  public void addAll(RuleCoverage other) {
    other.counts.forEach(this::add);
    other.refusals.forEach((rule, count) -> refusals.merge(rule, count, Long::sum));
  }

  /** Counts a call in a state, taken or declined. */
  public void count(Model model, StoreState state, Action action) {
    Response response = model.respond(state, action);
    for (String rule : exercised(model, state, action, response)) {
      add(rule, 1);
      if (response instanceof Response.Declined) {
        refusals.merge(rule, 1L, Long::sum);
      }
    }
  }

  /** The rules that a call exercises in a state. */
  public static Set<String> exercised(Model model, StoreState state, Action action) {
    return exercised(model, state, action, model.respond(state, action));
  }

  private static Set<String> exercised(
      Model model, StoreState state, Action action, Response response) {
    Set<String> rules = new LinkedHashSet<>();
    if (response instanceof Response.Declined declined) {
      rules.add("R3");
      rules.add(declined.rule());
    } else if (response instanceof Response.Taken taken) {
      rules.add("R3");
      ofOutcome(rules, model.constants(), state, action, taken.step().outcome());
    }
    return rules;
  }

  private static void ofOutcome(
      Set<String> rules, Constants constants, StoreState state, Action action, Outcome outcome) {
    Result result = outcome.result();
    boolean touches = result == Result.STORED || result == Result.HIT || result == Result.PINNED;
    addIf(rules, "R1", action instanceof Action.PutNative);
    addIf(rules, "R4", touches || !outcome.evictions().isEmpty());
    if (!outcome.releases().isEmpty()) {
      rules.addAll(List.of("R5", "R6", "R8"));
    }
    addIf(rules, "R7", outcome.releases().stream().anyMatch(b -> throwing(constants, b)));
    addIf(
        rules,
        "R11",
        action instanceof Action.Pin
            || action instanceof Action.Unlock
            || outcome.evictions().stream().anyMatch(e -> skipsPinned(constants, state, e)));
    addIf(
        rules,
        "R12",
        (action instanceof Action.AcquireExecution && !outcome.evictions().isEmpty())
            || (result == Result.NO_SPACE && executes(state)));
    addIf(
        rules,
        "R13",
        action instanceof Action.Clear
            || (action instanceof Action.Remove && result == Result.ABSENT));
  }

  private static void addIf(Set<String> rules, String rule, boolean exercised) {
    if (exercised) {
      rules.add(rule);
    }
  }

  /** Whether there is execution memory that a wrong store could take for storage. */
  private static boolean executes(StoreState state) {
    return Arrays.stream(MemoryMode.values()).anyMatch(m -> state.executionUsed(m) > 0);
  }

  private static boolean throwing(Constants constants, String block) {
    return constants.block(block).release() != ReleaseBehaviour.RETURNS;
  }

  /** Whether an eviction met a pinned native block of its mode. */
  private static boolean skipsPinned(Constants constants, StoreState state, Eviction eviction) {
    for (int i = 0; i < state.entryCount(); i++) {
      BlockSpec block = constants.blocks().get(state.entry(i));
      if (block.kind().isNative()
          && block.mode() == eviction.mode()
          && !state.unlocked(state.entry(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
