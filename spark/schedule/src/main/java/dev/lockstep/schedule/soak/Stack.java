package dev.lockstep.schedule.soak;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The text of what was thrown, for a report. */
public final class Stack {
  private Stack() {}

  /** As the JVM prints it. */
  public static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().strip();
  }
}
