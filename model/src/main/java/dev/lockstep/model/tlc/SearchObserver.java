package dev.lockstep.model.tlc;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.FormalParamNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.value.IValue;

/**
 * Is told each state and edge of TLC's search. It serves a proxy of TLC's {@code IStateWriter},
 * because the methods of that interface change from one release of TLC to the next and users may
 * bring their own.
 */
abstract class SearchObserver implements InvocationHandler {
  /** In later releases of TLC: a flag of states that a constraint keeps out of the model. */
  private static final int NOT_IN_MODEL = 2;

  /** An initial state; one may come several times. */
  abstract void initial(TLCState state) throws IOException;

  /** A step of the search, be its state new or not. */
  abstract void edge(TLCState from, TLCState to, Action action) throws IOException;

  @Override
  public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws IOException {
    if (method.getName().equals("writeState") && arguments != null) {
      write(arguments);
    }
    Class<?> type = method.getReturnType();
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(this);
      case "toString" -> getClass().getSimpleName();
      default -> type == boolean.class ? (Object) false : type == String.class ? "" : null;
    };
  }

  /** Whether edges to states that a constraint keeps out of the model are told too. */
  abstract boolean seesBeyondConstraints();

  private synchronized void write(Object[] arguments) throws IOException {
    TLCState first = (TLCState) arguments[0];
    if (arguments.length == 1) {
      initial(first);
      return;
    }
    for (Object argument : arguments) {
      if (argument instanceof Short flags
          && (flags & NOT_IN_MODEL) != 0
          && !seesBeyondConstraints()) {
        return;
      }
      if (argument instanceof Action action) {
        edge(first, (TLCState) arguments[1], action);
        return;
      }
    }
  }

  /**
   * The parameters of an action. Its context also holds the names bound by quantifiers around it
   * and inside it: only the formal parameters of the action's own definition count, in the
   * innermost binding.
   */
  static SortedMap<String, String> parameters(Action action, TlcValues values) {
    TreeMap<String, String> fields = new TreeMap<>();
    if (action.getOpDef() == null) {
      return fields;
    }
    for (FormalParamNode parameter : action.getOpDef().getParams()) {
      if (action.con.lookup(parameter) instanceof IValue value) {
        fields.put(parameter.getName().toString(), values.text(value));
      }
    }
    return fields;
  }
}
