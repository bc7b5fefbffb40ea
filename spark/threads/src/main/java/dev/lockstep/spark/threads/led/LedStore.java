package dev.lockstep.spark.threads.led;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockRun;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.model.lock.LockText;
import dev.lockstep.model.lock.LockView;
import dev.lockstep.model.lock.Place;
import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.LedRun;
import dev.lockstep.schedule.Operation;
import dev.lockstep.schedule.Situation;
import dev.lockstep.schedule.Workers;
import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.LockObservation;
import dev.lockstep.traces.LockStoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The real store, led through steps of the lock level. The model says where each thread should
 * stand after a step; the thread of the step goes on until it stands there, or the step is not
 * taken. Then all others must stand where the model says as well.
 */
final class LedStore implements LockStoreUnderTest {
  private final LockConstants constants;
  private final LedParts parts;
  private final LockRun model;
  private final LockText text;
  private final Standing standing;
  private final LedLook look;
  private final List<LedTask> tasks = new ArrayList<>();
  private final int threads;
  private final LedRun run;
  private final Workers workers;
  private final Consumer<Workers> giveBack;
  private boolean ended;

  /**
   * @param giveBack takes the workers when the store has ended; not those of a store that hangs
   */
  LedStore(LockConstants constants, Workers workers, Consumer<Workers> giveBack) {
    this.workers = workers;
    this.giveBack = giveBack;
    this.constants = constants;
    this.parts = new LedParts(constants);
    this.model = new LockRun(new LockModel(constants));
    this.text = new LockText(constants);
    this.standing = new Standing(parts);
    int[] released = new int[constants.natives().size()];
    this.look = new LedLook(parts, released);
    List<Body> bodies = new ArrayList<>();
    for (int t = 1; t <= constants.tasks(); t++) {
      LedTask task = new LedTask(parts, t, released);
      tasks.add(task);
      bodies.add(task);
    }
    if (constants.deferredRelease()) {
      bodies.add(parts.releaser());
    }
    this.threads = bodies.size();
    this.run = new LedRun(workers, bodies);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      run.lead(thread, s -> standing.is(s, model.state().view(), thread + 1));
    }
  }

  @Override
  public LockObservation apply(LockStep.Label step) {
    LockView before = model.state().view();
    if (!model.take(step)) {
      throw new StepNotTakenException(text.words(step) + " is not enabled in the model");
    }
    LockView after = model.state().view();
    tell(step);
    int thread = step.t();
    try {
      if (!isAlreadyThere(before, thread)) {
        lead(thread, after);
      }
      for (int t = 1; t <= threads; t++) {
        if (isFreeOnItsWay(after, t)) {
          lead(t, after);
        }
      }
      return run.look(s -> observed(s, after));
    } catch (LedRun.NotArrivedException e) {
      throw new StepNotTakenException(text.words(step) + ": " + e.getMessage());
    }
  }

  private void lead(int thread, LockView to) {
    run.lead(thread - 1, s -> standing.is(s, to, thread) || isHeldUp(s, to, thread));
  }

  private boolean isHeldUp(Situation s, LockView model, int thread) {
    return standing.isOnTheWay(s, model, thread) && !s.isEnabled(thread - 1);
  }

  private boolean isFreeOnItsWay(LockView model, int thread) {
    return run.look(s -> standing.isOnTheWay(s, model, thread) && s.isEnabled(thread - 1));
  }

  /** A native call whose lock a stop has taken gives nothing back: it has gone on already. */
  private boolean isAlreadyThere(LockView before, int thread) {
    return run.look(
        s ->
            !before.idle(thread)
                && givesBack(before.stack(thread).top().place())
                && standing.is(s, model.state().view(), thread)
                && standing.is(s, before, thread));
  }

  private static boolean givesBack(Place place) {
    return place == Place.UNLOCK || place == Place.FORGET;
  }

  private void tell(LockStep.Label step) {
    if (step.t() > tasks.size()) {
      return;
    }
    LedTask task = tasks.get(step.t() - 1);
    switch (step.action()) {
      case BeginPut -> task.putNext(step.b());
      case TakeEngineLock -> task.takeEngineNext();
      case LeaveEngineLock -> task.leaveEngineNext();
      case BeginRead -> task.readNext(step.b());
      case Unlock -> task.unlockNext(step.b());
      case BeginRemove -> task.removeNext(step.b());
      case BeginAsk -> task.askNext(constants.demand());
      case GiveExecution -> task.giveNext();
      case BeginEnd -> task.endNext();
      case BeginStop -> task.stopNext();
      default -> {
        // The call has begun and goes on.
      }
    }
  }

  private LockObservation observed(Situation s, LockView after) {
    for (int t = 1; t <= threads; t++) {
      if (!standing.is(s, after, t) && !isHeldUp(s, after, t)) {
        Operation next = s.pending(t - 1);
        throw new StepNotTakenException(
            "thread "
                + t
                + " stands before "
                + (next == null ? "its end" : next.kind() + " " + next.site())
                + (s.isAsleep(t - 1) ? ", asleep" : ""));
      }
    }
    return look.at(s, after.ended());
  }

  @Override
  public boolean goesOn(int thread) {
    return run.look(s -> s.isEnabled(thread - 1));
  }

  @Override
  public List<Anomaly> finish() {
    if (!ended && run.end()) {
      ended = true;
      giveBack.accept(workers);
    }
    return List.of();
  }
}
