package dev.lockstep.traces.corpus;

import dev.lockstep.model.Action;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.traces.json.EdgeLabelReader;
import dev.lockstep.traces.json.TraceFormatException;

/** The labels of TLC's edges as actions. */
public final class EdgeLabels {
  private EdgeLabels() {}

  /**
   * The action of a label such as {@code {"action":"PutNative","b":"n1","t":1,"outcome":...}}.
   *
   * @throws OtherSemanticsException if the model has no such call
   */
  public static Action action(String label) throws OtherSemanticsException {
    try {
      return EdgeLabelReader.action(label);
    } catch (TraceFormatException e) {
      throw new OtherSemanticsException(label, e);
    }
  }

  /**
   * The step of a label of the lock level, such as {@code {"action":"BeginPut","b":"n1","t":1}}.
   *
   * @throws OtherSemanticsException if the model has no such step
   */
  public static LockStep.Label lockLabel(LockConstants constants, String label)
      throws OtherSemanticsException {
    try {
      return EdgeLabelReader.lockLabel(constants, label);
    } catch (TraceFormatException e) {
      throw new OtherSemanticsException(label, e);
    }
  }
}
