package dev.lockstep.traces;

import dev.lockstep.model.Action;

/** The rule of the contract that speaks about the result of each call. */
enum RuleOfCall implements Action.Visitor<String> {
  INSTANCE;

  @Override
  public String putNative(Action.PutNative action) {
    return "R1";
  }

  @Override
  public String putSerialized(Action.PutSerialized action) {
    return "R4";
  }

  @Override
  public String putDeserialized(Action.PutDeserialized action) {
    return "R4";
  }

  @Override
  public String get(Action.Get action) {
    return "R9";
  }

  @Override
  public String pin(Action.Pin action) {
    return "R11";
  }

  @Override
  public String unlock(Action.Unlock action) {
    return "R11";
  }

  @Override
  public String remove(Action.Remove action) {
    return "R13";
  }

  @Override
  public String acquireExecution(Action.AcquireExecution action) {
    return "R12";
  }

  @Override
  public String releaseExecution(Action.ReleaseExecution action) {
    return "R12";
  }

  @Override
  public String acquireUnroll(Action.AcquireUnroll action) {
    return "R3";
  }

  @Override
  public String releaseUnroll(Action.ReleaseUnroll action) {
    return "R3";
  }

  @Override
  public String taskEnd(Action.TaskEnd action) {
    return "R11";
  }

  @Override
  public String clear(Action.Clear action) {
    return "R13";
  }
}
