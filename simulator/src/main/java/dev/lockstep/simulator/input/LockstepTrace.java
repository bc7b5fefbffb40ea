package dev.lockstep.simulator.input;

import dev.lockstep.model.Action;
import dev.lockstep.model.BlockKind;
import dev.lockstep.model.BlockSpec;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Result;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * A trace of our own format: its reads and removals. A put counts as a read too, unless it follows
 * a read that missed the same block. What else it does depends on the store that it was made on.
 */
final class LockstepTrace implements RequestReader {
  private final Constants constants;
  private final Iterator<Trace.TraceStep> steps;
  private final Set<String> missed = new HashSet<>();
  private Operation operation = Operation.ACCESS;
  private int block;

  LockstepTrace(Path file) throws TraceFormatException {
    Trace trace = TraceCodec.read(file);
    this.constants = trace.constants();
    this.steps = trace.steps().iterator();
  }

  @Override
  public boolean next() {
    while (steps.hasNext()) {
      Trace.TraceStep step = steps.next();
      if (step.action() instanceof Action.OnBlock call && asks(call, step.observed().result())) {
        block = constants.indexOf(call.b());
        return true;
      }
    }
    return false;
  }

  private boolean asks(Action.OnBlock call, Result result) {
    if (call instanceof Action.Remove) {
      operation = Operation.REMOVE;
      return result == Result.REMOVED;
    } else if (result == Result.REFUSED || call instanceof Action.Unlock) {
      return false;
    }
    operation = Operation.ACCESS;
    if (call instanceof Action.Put) {
      return !missed.remove(call.b());
    }
    if (result == Result.ABSENT) {
      missed.add(call.b());
    }
    return true;
  }

  private BlockSpec spec() {
    return constants.blocks().get(block);
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public long id() {
    return block;
  }

  @Override
  public int size() {
    return spec().size();
  }

  @Override
  public boolean saysKinds() {
    return true;
  }

  @Override
  public int nativeKind() {
    return spec().kind() == BlockKind.NATIVE ? 1 : 0;
  }

  @Override
  public void close() {}
}
