package dev.lockstep.spark.context.probes;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a probe asks for. Each method throws {@link Unmet} with one line that says what was seen.
 */
public final class Expect {
  /** Code that may throw anything. */
  @FunctionalInterface
  public interface Code {
    void run() throws Throwable;
  }

  /** A rule does not hold. */
  public static final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unmet(String message) {
      super(message);
    }

    public Unmet(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Expect() {}

  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new Unmet("expected: " + what);
    }
  }

  public static void equal(String what, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw new Unmet(what + ": expected " + expected + ", found " + found);
    }
  }

  /** What the code throws; null if it returns. */
  public static @Nullable Throwable thrownBy(Code code) {
    try {
      code.run();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  /** The error of this class that the code must throw, as it is or as a cause. */
  public static <T extends Throwable> T thrown(Class<T> expected, String what, Code code) {
    Throwable thrown = thrownBy(code);
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (expected.isInstance(cause)) {
        return expected.cast(cause);
      }
    }
    String message = what + ": expected " + expected.getSimpleName() + ", found " + thrown;
    throw thrown == null ? new Unmet(message) : new Unmet(message, thrown);
  }

  public static void contains(String what, String part, @Nullable String text) {
    if (text == null || !text.contains(part)) {
      throw new Unmet(what + ": expected \"" + part + "\" in \"" + text + "\"");
    }
  }
}
