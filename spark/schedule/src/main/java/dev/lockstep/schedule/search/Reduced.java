package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Operation;
import dev.lockstep.schedule.Run;
import dev.lockstep.schedule.Scheduler;
import dev.lockstep.schedule.Situation;
import dev.lockstep.schedule.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All schedules up to the order of independent steps: source sets with sleep sets. Two steps are
 * independent if they concern different locks or keys, or only read.
 *
 * <p>For each pair of steps that race (they depend on each other, and nothing between them orders
 * them) a schedule with the other order is tried as well. Backtracking to the racing thread itself
 * would not do beside sleep sets: it may sleep, and what would have to go before it is then never
 * tried.
 *
 * <p>Source: Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order reduction, POPL 2014,
 * algorithm 1.
 */
public final class Reduced implements Search {
  private final List<Node> path = new ArrayList<>();
  private boolean left = true;

  /** A state on the present path. */
  private static final class Node {
    final BitSet enabled = new BitSet();
    final BitSet toTry = new BitSet();
    final BitSet tried = new BitSet();

    /** Threads whose next step has been seen from here, by another way. */
    final BitSet sleeping = new BitSet();

    /** What each thread was about to do. */
    final @Nullable Operation[] pending;

    int chosen;

    /** For each thread, up to which step it happens before the step that was chosen here. */
    int[] clock = new int[0];

    Node(Situation s) {
      pending = new Operation[s.threads()];
      for (int t = 0; t < s.threads(); t++) {
        if (s.isEnabled(t)) {
          enabled.set(t);
        }
      }
    }
  }

  @Override
  public boolean isLeft() {
    return left;
  }

  @Override
  public boolean isComplete() {
    return !left;
  }

  @Override
  public Scheduler next() {
    int replayed = path.size();
    return s -> choose(s, replayed);
  }

  private int choose(Situation s, int replayed) {
    int depth = s.depth();
    addRacesOfReleases(s.steps(), depth);
    for (int t = 0; t < s.threads(); t++) {
      addRacesOfPending(s.steps(), depth, t, s.pending(t));
    }
    Node node;
    if (depth < replayed) {
      node = path.get(depth);
    } else {
      node = new Node(s);
      if (depth > 0) {
        sleepOn(path.get(depth - 1), s.steps().get(depth - 1), node);
      }
      node.chosen = firstAwake(s, node);
      if (node.chosen == Scheduler.STOP) {
        return Scheduler.STOP;
      }
      path.add(node);
      node.toTry.set(node.chosen);
    }
    for (int t = 0; t < s.threads(); t++) {
      node.pending[t] = s.pending(t);
    }
    node.clock = clockOf(s.steps(), depth, node.chosen, s.pending(node.chosen));
    return node.chosen;
  }

  private static int firstAwake(Situation s, Node node) {
    for (int t : s.enabled()) {
      if (!node.sleeping.get(t)) {
        return t;
      }
    }
    return Scheduler.STOP;
  }

  /** Who slept, or has been tried, sleeps on if the step that was taken did not concern it. */
  private static void sleepOn(Node before, Step taken, Node after) {
    BitSet candidates = (BitSet) before.sleeping.clone();
    candidates.or(before.tried);
    candidates.clear(before.chosen);
    for (int t = candidates.nextSetBit(0); t >= 0; t = candidates.nextSetBit(t + 1)) {
      Operation asleep = before.pending[t];
      // Whoever sleeps may give back what the step tried in vain: it is not known yet.
      if (asleep != null
          && !meet(taken, asleep)
          && taken.operation().kind() != Operation.Kind.TRY_LOCK) {
        after.sleeping.set(t);
      }
    }
  }

  // Races

  private static boolean meet(Step step, Operation next) {
    return step.operation().dependsOn(next) || step.releasesFor(next);
  }

  private void addRacesOfPending(List<Step> steps, int depth, int t, @Nullable Operation next) {
    if (next != null && next.resource() != null) {
      addRaces(steps, depth, t, step -> meet(step, next));
    }
  }

  /** What the last step gave back: somebody may have tried it before, in vain. */
  private void addRacesOfReleases(List<Step> steps, int depth) {
    if (depth == 0) {
      return;
    }
    Step done = steps.get(depth - 1);
    for (Object lock : done.releases()) {
      Predicate<Step> tries =
          step ->
              step.operation().kind() == Operation.Kind.TRY_LOCK
                  && step.operation().resource() == lock;
      addRaces(steps, depth - 1, done.thread(), tries);
      int[] clock = path.get(depth - 1).clock;
      for (int i = 0; i < depth - 1; i++) {
        if (tries.test(steps.get(i))) {
          join(clock, path.get(i).clock);
        }
      }
    }
  }

  /** The next step of t races with each dependent step that nothing orders before it. */
  private void addRaces(List<Step> steps, int depth, int t, Predicate<Step> depends) {
    int[] known = lastClockOf(steps, depth, t);
    for (int i = depth - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.thread() != t && depends.test(step)) {
        if (known[step.thread()] < i) {
          addSource(steps, depth, i, t, depends);
        }
        join(known, path.get(i).clock);
      }
    }
  }

  /**
   * Step i and the next step of t race. What came after i and does not depend on it, and then t,
   * must be tried before i: some thread that this can begin with becomes an option there.
   */
  private void addSource(List<Step> steps, int depth, int i, int t, Predicate<Step> depends) {
    Node node = path.get(i);
    int first = steps.get(i).thread();
    List<Integer> kept = new ArrayList<>();
    for (int k = i + 1; k < depth; k++) {
      if (path.get(k).clock[first] < i) {
        kept.add(k);
      }
    }
    BitSet initials = new BitSet();
    BitSet met = new BitSet();
    for (int k : kept) {
      int q = steps.get(k).thread();
      if (!met.get(q)) {
        met.set(q);
        int[] clock = path.get(k).clock;
        if (kept.stream().noneMatch(j -> j < k && clock[steps.get(j).thread()] >= j)) {
          initials.set(q);
        }
      }
    }
    if (!met.get(t)) {
      int[] clock = lastClockOf(steps, depth, t);
      if (kept.stream()
          .noneMatch(j -> clock[steps.get(j).thread()] >= j || depends.test(steps.get(j)))) {
        initials.set(t);
      }
    }
    if (initials.intersects(node.toTry)) {
      return;
    }
    initials.and(node.enabled);
    if (initials.isEmpty()) {
      node.toTry.or(node.enabled);
    } else {
      node.toTry.set(initials.nextSetBit(0));
    }
  }

  // Clocks: the index of the last step of each thread that happens before

  private int[] lastClockOf(List<Step> steps, int depth, int t) {
    for (int i = depth - 1; i >= 0; i--) {
      if (steps.get(i).thread() == t) {
        return path.get(i).clock.clone();
      }
    }
    int[] none = new int[path.isEmpty() ? 0 : path.get(0).pending.length];
    Arrays.fill(none, -1);
    return none;
  }

  private int[] clockOf(List<Step> steps, int depth, int t, @Nullable Operation taken) {
    int[] clock = lastClockOf(steps, depth, t);
    for (int i = 0; i < depth; i++) {
      if (taken != null && meet(steps.get(i), taken)) {
        join(clock, path.get(i).clock);
      }
    }
    clock[t] = depth;
    return clock;
  }

  private static void join(int[] clock, int[] other) {
    for (int u = 0; u < clock.length; u++) {
      clock[u] = Math.max(clock[u], other[u]);
    }
  }

  @Override
  public void learn(Run run) {
    int depth = run.steps().size();
    addRacesOfReleases(run.steps(), depth);
    for (int t = 0; t < run.threads().size(); t++) {
      addRacesOfPending(run.steps(), depth, t, run.threads().get(t).waitsFor());
    }
    while (!path.isEmpty()) {
      Node deepest = path.get(path.size() - 1);
      deepest.tried.set(deepest.chosen);
      BitSet options = (BitSet) deepest.toTry.clone();
      options.andNot(deepest.tried);
      options.andNot(deepest.sleeping);
      int option = options.nextSetBit(0);
      if (option >= 0) {
        deepest.chosen = option;
        return;
      }
      path.remove(path.size() - 1);
    }
    left = false;
  }
}
