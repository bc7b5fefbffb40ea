package dev.lockstep.model.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what TLC prints in its {@code -tool} mode, where each message is framed by lines that carry
 * its code. Messages may be nested: the inner one is read as a part of the outer.
 */
final class ToolOutput {
  private static final Pattern START = Pattern.compile("@!@!@STARTMSG (\\d+):(\\d+) @!@!@");
  private static final Pattern END = Pattern.compile("@!@!@ENDMSG \\d+ @!@!@");
  private static final Pattern COUNTS =
      Pattern.compile("([\\d,]+) states generated.*?, ([\\d,]+) distinct states found");
  private static final Pattern NAMED =
      Pattern.compile("(?:Invariant|Action property|Property) (.+?) is (?:violated|not)");
  private static final Pattern DEPTH = Pattern.compile("(?:search is |Progress\\()(\\d+)");
  private static final Pattern BACK = Pattern.compile("Back to state (\\d+)|(\\d+): Back to state");
  private static final int LINES_IN_TAIL = 200;

  private final LongConsumer statesSoFar;
  private final Deque<String> tail = new ArrayDeque<>();
  private final List<String> unframed = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<PrintedState> trace = new ArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private int depth;
  private int code;
  private int severity;
  private boolean holds;
  private boolean safety;
  private @Nullable String violated;
  private String positions = "";
  private int loopStart = TlcResult.Violates.NO_LOOP;
  private long generated;
  private long distinct;
  private int diameter;
  private long cpuMillis;

  ToolOutput(LongConsumer statesSoFar) {
    this.statesSoFar = statesSoFar;
  }

  void accept(String line) {
    if (line.startsWith(TlcServer.PROGRESS)) {
      statesSoFar.accept(Long.parseLong(line.substring(TlcServer.PROGRESS.length())));
      return;
    } else if (line.startsWith(TlcServer.PROCESSOR_TIME)) {
      cpuMillis = Long.parseLong(line.substring(TlcServer.PROCESSOR_TIME.length()));
      return;
    }
    tail.addLast(line);
    if (tail.size() > LINES_IN_TAIL) {
      tail.removeFirst();
    }
    Matcher start = START.matcher(line);
    if (start.find()) {
      if (depth++ == 0) {
        code = Integer.parseInt(start.group(1));
        severity = Integer.parseInt(start.group(2));
        message.setLength(0);
      }
    } else if (END.matcher(line).find()) {
      depth = Math.max(0, depth - 1);
      if (depth == 0) {
        message(message.toString());
      }
    } else if (depth > 0) {
      message.append(line).append('\n');
    } else if (unframed.size() < LINES_IN_TAIL * 10) {
      unframed.add(line);
    }
  }

  private void message(String text) {
    switch (code) {
      case 2193 -> holds = true;
      case 2107, 2108 -> {
        violate(nameIn(text), true);
        int state = text.indexOf('\n');
        trace.add(PrintedState.parse(text.substring(state + 1)));
      }
      case 2110, 2112 -> violate(nameIn(text), true);
      case 2114 -> violate(TlcResult.Violates.DEADLOCK, false);
      case 2116 -> violate("", false);
      case 2217 -> trace.add(PrintedState.parse(text));
      case 2218 -> loopStart = trace.size() - 1;
      case 2122 -> loopStart = backTo(text);
      case 2103 -> positions = text;
      case 2199, 2200, 2194 -> counts(text);
      default -> {
        boolean heading = code == 2121 || code == 2264 || code == 3002;
        if (severity == 1 && !heading) {
          errors.add(text);
        }
      }
    }
  }

  private void violate(String name, boolean isSafety) {
    if (violated == null) {
      violated = name;
      safety = isSafety;
    }
  }

  private static String nameIn(String text) {
    Matcher named = NAMED.matcher(text);
    return named.find() ? named.group(1) : text.lines().findFirst().orElse("");
  }

  private static int backTo(String text) {
    Matcher back = BACK.matcher(text);
    if (!back.find()) {
      return 0;
    }
    return Integer.parseInt(back.group(1) != null ? back.group(1) : back.group(2)) - 1;
  }

  private void counts(String text) {
    Matcher counts = COUNTS.matcher(text);
    if (counts.find()) {
      generated = Long.parseLong(counts.group(1).replace(",", ""));
      distinct = Long.parseLong(counts.group(2).replace(",", ""));
      statesSoFar.accept(distinct);
    }
    Matcher depthReached = DEPTH.matcher(text);
    if (depthReached.find()) {
      diameter = Integer.parseInt(depthReached.group(1));
    }
  }

  boolean holds() {
    return holds && violated == null && errors.isEmpty();
  }

  /** The name of the broken property, empty for a liveness property, null when none is broken. */
  @Nullable String violated() {
    return errors.isEmpty() ? violated : null;
  }

  /** Whether what broke is an invariant or a step property, which breaks at one edge. */
  boolean safety() {
    return safety;
  }

  List<PrintedState> trace() {
    return List.copyOf(trace);
  }

  int loopStart() {
    return loopStart;
  }

  TlcStats stats(long edges, long millisElapsed) {
    return new TlcStats(generated, distinct, diameter, edges, millisElapsed, cpuMillis);
  }

  String tail() {
    return String.join("\n", tail);
  }

  /** One line that says why there is no verdict. */
  String failure() {
    return FailureMessage.of(unframed, errors, positions);
  }
}
