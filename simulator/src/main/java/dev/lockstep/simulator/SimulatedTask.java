package dev.lockstep.simulator;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Outcome;
import dev.lockstep.model.Result;
import dev.lockstep.model.StoreState;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * One task: it reads blocks, puts those that it missed, removes some, asks for execution memory,
 * ends, and starts again as its next attempt. Locks and grants go back on time even while the task
 * waits (a task has more threads than one, and an engine of its own), so no wait lasts for ever.
 */
final class SimulatedTask {
  private final int number;
  private final WorkloadSpec spec;
  private final IntSupplier positions;
  private final SplittableRandom chance;
  private final Simulation simulation;
  private final List<MemoryMode> executionModes;
  private int operationsLeft;
  private long attempt;

  SimulatedTask(
      int number,
      WorkloadSpec spec,
      IntSupplier positions,
      SplittableRandom chance,
      Simulation simulation) {
    this.number = number;
    this.spec = spec;
    this.positions = positions;
    this.chance = chance;
    this.simulation = simulation;
    // In the order of the enum: an immutable set has another order in every JVM.
    this.executionModes =
        Arrays.stream(MemoryMode.values())
            .filter(simulation.model().constants().executionModes()::contains)
            .toList();
  }

  void begin() {
    operationsLeft = spec.operationsPerAttempt();
    think();
  }

  private void think() {
    simulation.after(about(spec.thinkMicros()), this::operate);
  }

  private void operate() {
    if (operationsLeft-- == 0) {
      simulation.call(new Action.TaskEnd(number));
      attempt++;
      begin();
      return;
    }
    double dice = chance.nextDouble();
    if (dice < spec.executionShare()) {
      demand();
      return;
    }
    int position = positions.getAsInt();
    BlockSpec block = simulation.model().constants().blocks().get(position);
    // A task that removes what it reads itself would wait for itself: it reads it once more.
    boolean reading = simulation.state().locks(position, number) > 0;
    if (dice < spec.executionShare() + spec.removeShare() && !reading) {
      simulation.callWhenPossible(new Action.Remove(number, block.id()), outcome -> think());
    } else {
      read(position, block);
    }
  }

  private void read(int position, BlockSpec block) {
    Outcome outcome =
        simulation.call(
            block.kind().isNative()
                ? new Action.Pin(number, block.id())
                : new Action.Get(number, block.id()));
    if (outcome.result() == Result.ABSENT) {
      simulation.after(about(spec.computeMicros()), () -> put(block));
    } else {
      giveBack(
          () -> simulation.state().locks(position, number) > 0,
          new Action.Unlock(number, block.id()));
      think();
    }
  }

  private void put(BlockSpec block) {
    Outcome outcome =
        simulation.call(
            switch (block.kind()) {
              case NATIVE -> new Action.PutNative(number, block.id());
              case SERIALIZED -> new Action.PutSerialized(number, block.id());
              case DESERIALIZED -> new Action.PutDeserialized(number, block.id());
            });
    if (outcome.result() == Result.NO_SPACE && outcome.amount() > 0) {
      // The rows unrolled so far are still to be consumed; their memory stays until then.
      giveBack(
          () -> simulation.state().unroll(block.mode(), number) > 0,
          new Action.ReleaseUnroll(number, block.mode()));
    }
    think();
  }

  private void demand() {
    MemoryMode mode = executionModes.get(chance.nextInt(executionModes.size()));
    int units = spec.demand() * spec.unitsPerPart();
    simulation.callWhenPossible(
        new Action.AcquireExecution(number, mode, units),
        outcome -> {
          giveBack(
              () -> simulation.state().exec(mode, number) != StoreState.INACTIVE,
              new Action.ReleaseExecution(number, mode, units));
          think();
        });
  }

  /** Gives something back in a while, unless the attempt has ended and it went with it (R11). */
  private void giveBack(BooleanSupplier held, Action action) {
    long during = attempt;
    simulation.after(
        about(spec.holdMicros()),
        () -> {
          if (attempt == during && held.getAsBoolean()) {
            simulation.call(action);
          }
        });
  }

  /** A time of this mean, exponentially distributed, as in queueing models. */
  private long about(long meanMicros) {
    return Math.round(-meanMicros * StrictMath.log(1 - chance.nextDouble()));
  }
}
