package dev.lockstep.traces.corpus;

import org.jspecify.annotations.Nullable;

/**
 * A step of TLC's that is not the model's: one of the two was changed, and the other has not
 * followed.
 */
public final class OtherSemanticsException extends Exception {
  private static final long serialVersionUID = 1L;

  OtherSemanticsException(String label) {
    this(label, null);
  }

  OtherSemanticsException(String label, @Nullable Throwable cause) {
    super("TLC's step is not the model's: " + label, cause);
  }
}
