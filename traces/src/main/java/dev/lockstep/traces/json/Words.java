package dev.lockstep.traces.json;

import dev.lockstep.model.MemoryMode;
import dev.lockstep.model.Result;
import dev.lockstep.model.lock.LockAction;
import dev.lockstep.model.lock.Mechanism;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The words for enums in files: modes and results in the upper case that Spark and the contract
 * write them in, actions and mechanisms of the lock level as in the specification, all others in
 * lower case.
 */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    boolean asItIs =
        constant instanceof MemoryMode
            || constant instanceof Result
            || constant instanceof LockAction
            || constant instanceof Mechanism;
    return asItIs ? constant.name() : constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> List<String> all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
  }
}
