package dev.lockstep.simulator.run;

import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import dev.lockstep.simulator.store.CacheStore;
import dev.lockstep.simulator.workload.Request;
import dev.lockstep.simulator.workload.WorkloadSpec;
import java.util.SplittableRandom;

/**
 * One task: it reads blocks, reserves those that it missed at once and then takes its time to
 * compute them, removes some, asks for execution memory, ends, and starts again as its next
 * attempt. Locks and grants go back on time even while the task waits (a task has more threads than
 * one, and an engine of its own), so no wait lasts for ever.
 */
final class SimulatedTask {
  private final int number;
  private final WorkloadSpec spec;
  private final SplittableRandom chance;
  private final Simulation simulation;
  private final CacheStore store;
  private final Request request = new Request();
  private int operationsLeft;
  private long attempt;

  SimulatedTask(int number, WorkloadSpec spec, SplittableRandom chance, Simulation simulation) {
    this.number = number;
    this.spec = spec;
    this.chance = chance;
    this.simulation = simulation;
    this.store = simulation.store();
  }

  void begin() {
    operationsLeft = spec.operationsPerAttempt();
    thinkFor(about(spec.thinkMicros()));
  }

  private void thinkFor(long micros) {
    simulation.after(micros, this::operate);
  }

  private void operate() {
    if (operationsLeft-- == 0) {
      store.taskEnd(number);
      simulation.tally().gaveBack();
      simulation.made(Call.TASK_END, number, 0, 0, 0);
      simulation.attemptEnded();
      attempt++;
      begin();
      return;
    }
    if (simulation.next(request)) {
      perform();
    }
  }

  private void perform() {
    int block = request.block();
    switch (request.operation()) {
      case READ -> read(block);
      case REMOVE -> {
        // A task that removes what it reads itself would wait for itself: it does not.
        if (store.locks(number, block) > 0) {
          think();
        } else {
          simulation.untilDone(() -> remove(block));
        }
      }
      case DEMAND -> {
        int mode = simulation.layout().mode(block);
        long units = request.units();
        simulation.untilDone(() -> demand(mode, units));
      }
    }
  }

  private void read(int block) {
    Result result = store.read(number, block);
    simulation.made(Call.READ, number, block, 0, 0);
    boolean hit = result != Result.ABSENT;
    simulation.tally().read(block, hit);
    if (hit) {
      holdLock(block);
      think();
    } else {
      put(block);
    }
  }

  private void put(int block) {
    Result result = store.put(number, block);
    simulation.made(Call.PUT, number, block, 0, 0);
    if (result == Result.FATAL || result == Result.DUPLICATE) {
      throw simulation.unexpected(Call.PUT, number, block, result);
    }
    long unrolled = store.amount();
    simulation.tally().put(store, block, result);
    if (result == Result.NO_SPACE && unrolled > 0) {
      // The rows unrolled so far are still to be consumed; their memory stays until then.
      holdUnroll(simulation.layout().mode(block));
    }
    simulation.after(simulation.costMicros(block), this::think);
  }

  private boolean remove(int block) {
    Result result = store.remove(number, block);
    if (result == Result.WAITS) {
      return false;
    }
    simulation.made(Call.REMOVE, number, block, 0, 0);
    if (result == Result.REMOVED) {
      simulation.tally().removed(block);
    }
    think();
    return true;
  }

  private boolean demand(int mode, long units) {
    Result result = store.acquireExecution(number, mode, units);
    if (result == Result.WAITS) {
      simulation.tally().executionWaits(store, mode);
      return false;
    } else if (result != Result.GRANTED) {
      throw simulation.unexpected(Call.ACQUIRE_EXECUTION, number, -1, result);
    }
    long granted = store.amount();
    simulation.made(Call.ACQUIRE_EXECUTION, number, 0, mode, units);
    simulation.tally().execution(store, mode, units, granted);
    if (granted > 0) {
      holdGrant(mode, granted);
    }
    think();
    return true;
  }

  /** Gives back what was granted, not what was asked for: the task may have more grants. */
  private void holdGrant(int mode, long granted) {
    long during = attempt;
    simulation.after(
        about(spec.holdMicros()),
        () -> {
          if (attempt == during && store.exec(mode, number) != StoreState.INACTIVE) {
            store.releaseExecution(number, mode, granted);
            simulation.tally().gaveBack();
            simulation.made(Call.RELEASE_EXECUTION, number, 0, mode, granted);
          }
        });
  }

  /** Gives a lock back in a while, unless the attempt has ended and it went with it (R11). */
  private void holdLock(int block) {
    long during = attempt;
    simulation.after(
        about(spec.holdMicros()),
        () -> {
          if (attempt == during && store.locks(number, block) > 0) {
            store.unlock(number, block);
            simulation.made(Call.UNLOCK, number, block, 0, 0);
          }
        });
  }

  private void holdUnroll(int mode) {
    long during = attempt;
    simulation.after(
        about(spec.holdMicros()),
        () -> {
          if (attempt == during && store.unroll(mode, number) > 0) {
            store.releaseUnroll(number, mode);
            simulation.tally().gaveBack();
            simulation.made(Call.RELEASE_UNROLL, number, 0, mode, 0);
          }
        });
  }

  private void think() {
    long pause = request.hurried() ? 0 : about(spec.thinkMicros());
    thinkFor(pause + request.idleMicros());
  }

  /** A time of this mean, exponentially distributed, as in queueing models. */
  private long about(long meanMicros) {
    return meanMicros == 0 ? 0 : Math.round(-meanMicros * StrictMath.log(1 - chance.nextDouble()));
  }
}
