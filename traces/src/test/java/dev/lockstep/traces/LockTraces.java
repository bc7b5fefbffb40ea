package dev.lockstep.traces;

import dev.lockstep.model.lock.LockConfig;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockModel;
import dev.lockstep.model.lock.LockState;
import dev.lockstep.model.lock.LockStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Traces of the lock level for tests. */
public final class LockTraces {
  private LockTraces() {}

  public static LockConstants constants(String config) {
    try {
      return LockConfig.read(TestConstants.SPEC.resolve("MCMemoryStore" + config + ".cfg"))
          .constants();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A random walk through a config's graph. */
  public static LockTrace walk(String config, long seed, int length) {
    LockConstants constants = constants(config);
    LockModel model = new LockModel(constants);
    SplittableRandom random = new SplittableRandom(seed);
    List<LockStep.Label> labels = new ArrayList<>();
    LockState state = model.initial();
    for (int i = 0; i < length; i++) {
      List<LockStep> steps = model.steps(state);
      if (steps.isEmpty()) {
        break;
      }
      LockStep step = steps.get(random.nextInt(steps.size()));
      labels.add(step.label());
      state = step.after();
    }
    return new LockTrace(
        Trace.Origin.RANDOM,
        seed,
        new Trace.Expectation.Conforms(),
        constants,
        LockModelStore.steps(constants, labels),
        LockTrace.NO_LOOP);
  }
}
