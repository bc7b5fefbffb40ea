package dev.lockstep.cli.coverage;

import dev.lockstep.model.Action;
import dev.lockstep.model.ContractModel;
import dev.lockstep.model.StoreState;
import dev.lockstep.model.lock.Call;
import dev.lockstep.model.lock.FrameStack;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StepComparison;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a trace exercises by its steps alone, whatever store they are taken on. */
enum Exercised implements StoredTrace.Visitor<Set<Item>> {
  BY_STEPS;

  static final String CONTRACT = "contract ";
  static final String LOCK = "lock ";

  /** Between two calls of the contract level in a row. */
  static final String THEN = " then ";

  /** Between two calls of the lock level that overlap. */
  static final String BESIDE = " beside ";

  @Override
  public Set<Item> contract(Trace trace) {
    Set<Item> items = new TreeSet<>();
    ContractModel model = new ContractModel(trace.constants());
    StepComparison comparison = new StepComparison(model);
    StoreState state = model.initialStates().get(0);
    String before = "";
    for (Action action : trace.actions()) {
      StepComparison.Expected expected = comparison.expected(state, action);
      String name = action.name();
      items.add(new Item(Item.Kind.ACTION, CONTRACT + name));
      if (!before.isEmpty()) {
        items.add(new Item(Item.Kind.PAIR, CONTRACT + before + THEN + name));
      }
      RuleCoverage step = new RuleCoverage();
      step.count(model, state, action);
      step.counts()
          .forEach(
              (rule, count) -> {
                if (count > 0) {
                  String shown = CONTRACT + rule + " " + expected.result();
                  items.add(new Item(Item.Kind.RULE, shown));
                }
              });
      before = name;
      state = expected.after();
    }
    return items;
  }

  @Override
  public Set<Item> lock(LockTrace trace) {
    Set<Item> items = new TreeSet<>();
    LockConstants constants = trace.constants();
    String without =
        constants.without().isEmpty()
            ? ""
            : " without "
                + String.join(", ", constants.without().stream().map(Enum::name).toList());
    String ends =
        trace.expect() instanceof Trace.Expectation.Breaks breaks
            ? "breaks " + breaks.rule()
            : "conforms";
    items.add(new Item(Item.Kind.RULE, LOCK + ends + without));
    LockRun run = new LockRun(new LockModel(constants));
    for (LockStep.Label label : trace.labels()) {
      items.add(new Item(Item.Kind.ACTION, LOCK + label.action().name()));
      if (!run.take(label)) {
        throw new IllegalArgumentException("a step is not the model's: " + label);
      }
      overlaps(run.state().view(), constants.threads(), items);
    }
    return items;
  }

  /** Every call that a thread is in, beside every one that another is in. */
  private static void overlaps(LockView view, int threads, Set<Item> items) {
    for (int t = 1; t <= threads; t++) {
      for (int other = t + 1; other <= threads; other++) {
        for (Call one : calls(view.stack(t))) {
          for (Call two : calls(view.stack(other))) {
            items.add(new Item(Item.Kind.PAIR, LOCK + beside(one, two)));
          }
        }
      }
    }
  }

  /** Two calls in the order of the specification. */
  static String beside(Call one, Call two) {
    return one.compareTo(two) <= 0
        ? one.word() + BESIDE + two.word()
        : two.word() + BESIDE + one.word();
  }

  private static List<Call> calls(FrameStack stack) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < stack.depth(); i++) {
      calls.add(stack.get(i).call());
    }
    return calls;
  }
}
