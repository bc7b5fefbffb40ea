package dev.lockstep.model.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties that no ablation breaks: each holds, and fails when one variable is another. */
class TamperedPropertiesTest {
  @ParameterizedTest
  @CsvSource({
    "EngineLockInv, EngineLocks, after, engine",
    "EnteredInv, ReleaseRemoves, after, depth",
    "EntriesHeldInv, ReleasePutsAsks, after, scanning",
    "EntriesLockProp, ReleasePutsAsks, after, lru",
    "R3MonitorProp, ReleasePutsAsks, after, pool",
    "R3MonitorProp, Asks, after, exec",
    "R7PutProp, ReleasePutsAsks, before, used",
    "R7FatalProp, ReleasePutsAsks, after, stack",
    "R4LookedUpProp, DropFails, after, lru",
    "R11LocksProp, Asks, before, readers",
    "R13LostProp, StopFewDeferred, after, stack",
    "R13WakesProp, Stop, before, ended",
    "R8OldestProp, StopFewDeferred, after, queue",
    "R11TouchProp, Asks, after, lru",
    "R11TouchProp, Asks, after, readers",
    "R11EndProp, Asks, after, exec",
    "R12ReclaimProp, Asks, after, pool",
    "R12AskProp, AsksMuch, after, exec"
  })
  void aPropertyHoldsAndFailsOfAnotherValue(
      String name, String config, String state, String variable) {
    LockConstants constants = LockSpecs.config(config).constants();
    LockProperty property = new LockProperties(constants).named(List.of(name)).get(0);
    assertThat(everywhere(constants, (s, after) -> holds(property, s, after))).isTrue();
    BiPredicate<LockView, LockView> holdsTampered =
        state.equals("before")
            ? (s, after) -> holds(property, tampered(s, variable), after)
            : (s, after) -> holds(property, s, tampered(after, variable));
    assertThat(everywhere(constants, holdsTampered)).isFalse();
  }

  private static boolean holds(LockProperty property, LockView s, LockView after) {
    if (property instanceof LockProperty.Invariant invariant) {
      return invariant.holds().test(after);
    }
    return ((LockProperty.StepProperty) property).holds().test(s, after);
  }

  private static boolean everywhere(
      LockConstants constants, BiPredicate<LockView, LockView> holds) {
    LockModel model = new LockModel(constants);
    Set<LockState> seen = new HashSet<>(Set.of(model.initial()));
    Deque<LockState> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      LockState state = open.remove();
      for (LockStep step : model.steps(state)) {
        if (!holds.test(state.view(), step.after().view())) {
          return false;
        }
        if (seen.add(step.after())) {
          open.add(step.after());
        }
      }
    }
    return true;
  }

  /**
   * The same state but for one variable: a number is one more, a flag turned, a sequence has a
   * block more, and a call fails.
   */
  private static LockView tampered(LockView view, String variable) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          try {
            Object real = method.invoke(view, arguments);
            if (!method.getName().equals(variable)) {
              return real;
            }
            return tampered(real);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (LockView)
        Proxy.newProxyInstance(
            LockView.class.getClassLoader(), new Class<?>[] {LockView.class}, handler);
  }

  private static BlockSequence longer(BlockSequence sequence) {
    BlockSequence longer = new BlockSequence();
    longer.copyFrom(sequence);
    longer.append(0);
    return longer;
  }

  private static Object tampered(Object real) {
    if (real instanceof Integer number) {
      return number + 1;
    } else if (real instanceof Boolean flag) {
      return !flag;
    } else if (real instanceof BlockSequence sequence) {
      return longer(sequence);
    }
    return failing((FrameStack) real);
  }

  /** A copy in which the innermost call fails if it did not, and the other way round. */
  private static FrameStack failing(FrameStack stack) {
    FrameStack copy = new FrameStack();
    byte[] room = new byte[1_000];
    stack.encode(room, 0);
    copy.decode(room, 0);
    if (!copy.isEmpty()) {
      copy.top().failed = !copy.top().failed;
    }
    return copy;
  }
}
