package dev.lockstep.cli.junit;

import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the top of a test says: from which trace it is, what it shows, how it is run.
 *
 * @param file the trace's file, as the user named it
 * @param packageName the package of the test, or null for none
 * @param className its class
 */
record TestHeader(String file, @Nullable String packageName, String className) {

  /** The lines of the class comment. */
  List<Map<String, Object>> lines(StoredTrace trace, TestSource.Form form) {
    List<String> lines = new ArrayList<>();
    lines.add(what(trace));
    lines.add("");
    lines.add(
        "<p>Written by {@code lockstep junit} from " + fileName() + " (" + origin(trace) + ").");
    lines.add("It " + form.words() + ".");
    if (trace instanceof LockTrace) {
      lines.add("");
      lines.add(
          "<p>An interleaving: Lockstep's scheduler leads the threads of the real store through the");
      lines.add(
          "trace at the end of this file, so its jars are on the class path as well. The store is the");
      lines.add("one on the class path, as it is.");
    }
    lines.add("");
    lines.add("<pre>");
    lines.add(
        "cp=$(./lockstep junit --class-path)      # add --spark VERSION, or --fault NAME for a broken store");
    lines.add("javac -cp \"$cp\" -d classes " + className + ".java");
    lines.add(
        "java -cp \"$cp:classes\" org.junit.platform.console.ConsoleLauncher execute -c "
            + qualified());
    lines.add("</pre>");
    return lines.stream()
        .map(TestTemplate::inComment)
        .map(line -> Map.<String, Object>of("line", line.isEmpty() ? "" : " " + line))
        .toList();
  }

  private String what(StoredTrace trace) {
    int steps = trace.length();
    String length = steps == 1 ? "one step" : steps + " steps";
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks) {
      return breaks.rule() + ", broken in " + length + " by " + byWhom(breaks.where()) + ".";
    }
    return "The store does what its rules say, for " + length + ".";
  }

  private static String byWhom(String where) {
    return switch (where) {
      case "model", "spec" -> "a store that the trace's constants describe";
      case "spark" -> "Spark itself, in every version";
      default -> where;
    };
  }

  private static String origin(StoredTrace trace) {
    String word = "origin " + trace.origin().name().toLowerCase(Locale.ROOT);
    return trace.seed() == 0 ? word : word + ", seed " + trace.seed();
  }

  private String fileName() {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private String qualified() {
    return packageName == null ? className : packageName + "." + className;
  }
}
