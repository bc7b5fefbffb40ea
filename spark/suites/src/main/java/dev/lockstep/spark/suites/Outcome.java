package dev.lockstep.spark.suites;

/** How a test ended. */
public sealed interface Outcome {
  /** As a person reads it. */
  String text();

  /**
   * Whether the patched store may answer this where the stock one answered {@code other} (R14):
   * messages hold addresses and times, so of a failure it is the type that counts.
   */
  default boolean sameAs(Outcome other) {
    return equals(other);
  }

  /** It ran and nothing was wrong. */
  record Passed() implements Outcome {
    @Override
    public String text() {
      return "passed";
    }
  }

  /** It was not run: ignored, pending, or cancelled by itself. */
  record Skipped() implements Outcome {
    @Override
    public String text() {
      return "skipped";
    }
  }

  /** It is not in the report. */
  record Absent() implements Outcome {
    @Override
    public String text() {
      return "no such test";
    }
  }

  /**
   * It failed.
   *
   * @param type the class of the exception
   * @param message its message in one line; may be empty
   */
  record Failed(String type, String message) implements Outcome {
    private static final int SHOWN_CHARACTERS = 120;

    @Override
    public String text() {
      String simple = type.substring(type.lastIndexOf('.') + 1);
      if (message.isEmpty()) {
        return "failed with " + simple;
      }
      boolean whole = message.length() <= SHOWN_CHARACTERS;
      String shown = whole ? message : message.substring(0, SHOWN_CHARACTERS) + "…";
      return "failed with " + simple + ": " + shown;
    }

    @Override
    public boolean sameAs(Outcome other) {
      return other instanceof Failed failed && type.equals(failed.type);
    }
  }
}
