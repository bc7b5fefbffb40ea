package dev.lockstep.model;

import java.util.Map;

/**
 * A call on the store, made by a task. One record for each action of {@code EvictionContract.tla},
 * with the same name and parameters: {@code t} is a task, {@code b} a block's id, {@code m} a mode
 * and {@code n} an amount in units.
 */
public sealed interface Action {

  /** A call that names a block. */
  sealed interface OnBlock extends Action {
    int t();

    String b();
  }

  /** A call that would put its block as most recent. */
  sealed interface Put extends OnBlock {}

  /** A call about memory of one mode. */
  sealed interface OnMode extends Action {
    int t();

    MemoryMode m();
  }

  /** R1: register a native block. */
  record PutNative(int t, String b) implements Put {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.putNative(this);
    }
  }

  /** Put a block as bytes. */
  record PutSerialized(int t, String b) implements Put {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.putSerialized(this);
    }
  }

  /** Put a block as values, by unrolling an iterator. */
  record PutDeserialized(int t, String b) implements Put {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.putDeserialized(this);
    }
  }

  /** Read a JVM block and keep the read lock. */
  record Get(int t, String b) implements OnBlock {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.get(this);
    }
  }

  /** R11: pin a native block. */
  record Pin(int t, String b) implements OnBlock {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pin(this);
    }
  }

  /** Give one read lock back, or close one pin. */
  record Unlock(int t, String b) implements OnBlock {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unlock(this);
    }
  }

  /** R13: remove a block. */
  record Remove(int t, String b) implements OnBlock {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.remove(this);
    }
  }

  /** R12: ask for n units of execution memory. */
  record AcquireExecution(int t, MemoryMode m, int n) implements OnMode {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acquireExecution(this);
    }
  }

  /** Give n units of execution memory back, or what there is. */
  record ReleaseExecution(int t, MemoryMode m, int n) implements OnMode {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.releaseExecution(this);
    }
  }

  /** Reserve one threshold of unroll memory. */
  record AcquireUnroll(int t, MemoryMode m) implements OnMode {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.acquireUnroll(this);
    }
  }

  /** Give all the task's unroll memory of a mode back. */
  record ReleaseUnroll(int t, MemoryMode m) implements OnMode {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.releaseUnroll(this);
    }
  }

  /** The task attempt ends; its number stands for the next attempt from then on. */
  record TaskEnd(int t) implements Action {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.taskEnd(this);
    }
  }

  /** R13: the storage part of stopping the block manager. */
  record Clear() implements Action {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.clear(this);
    }
  }

  /** One method for each action: whoever answers actions answers all of them. */
  interface Visitor<R> {
    R putNative(PutNative action);

    R putSerialized(PutSerialized action);

    R putDeserialized(PutDeserialized action);

    R get(Get action);

    R pin(Pin action);

    R unlock(Unlock action);

    R remove(Remove action);

    R acquireExecution(AcquireExecution action);

    R releaseExecution(ReleaseExecution action);

    R acquireUnroll(AcquireUnroll action);

    R releaseUnroll(ReleaseUnroll action);

    R taskEnd(TaskEnd action);

    R clear(Clear action);
  }

  /** Calls the visitor's method for this action. */
  <R> R accept(Visitor<R> visitor);

  /** The action's name, the same as in the specification. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The parameters by name, in the order of the specification: Integer, String or MemoryMode. */
  default Map<String, Object> parameters() {
    return ActionParameters.of(this);
  }
}
