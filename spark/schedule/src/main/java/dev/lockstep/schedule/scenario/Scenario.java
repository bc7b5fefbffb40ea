package dev.lockstep.schedule.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A few calls: some to set up, one after the other, then some by each thread.
 *
 * <p>As text: {@code [1 put s1a; 1 read s1a] 1: unlock s1a || 1: end}. In brackets the setup, each
 * call after its task's number; then the threads, each after the number of the task that it runs
 * as. Two threads may run as one task.
 *
 * @param setup calls before the threads begin
 * @param threads at least one
 */
public record Scenario(List<TaskCall> setup, List<ThreadCalls> threads) {
  private static final String BETWEEN_THREADS = "||";

  /** A call by a task. */
  public record TaskCall(int task, Call call) {
    @Override
    public String toString() {
      return task + " " + call;
    }
  }

  /** The calls of one thread, which runs as a task. */
  public record ThreadCalls(int task, List<Call> calls) {
    public ThreadCalls {
      calls = List.copyOf(calls);
    }

    @Override
    public String toString() {
      return task + ": " + calls.stream().map(Call::toString).collect(Collectors.joining("; "));
    }
  }

  public Scenario {
    setup = List.copyOf(setup);
    threads = List.copyOf(threads);
  }

  /**
   * From its text.
   *
   * @throws ScenarioException if it has another form
   */
  public static Scenario parse(String text) {
    String rest = text.strip();
    List<TaskCall> setup = new ArrayList<>();
    if (rest.startsWith("[")) {
      int end = rest.indexOf(']');
      if (end < 0) {
        throw new ScenarioException(text, "the setup has no ']'");
      }
      for (String part : parts(rest.substring(1, end), ";")) {
        List<String> words = words(part);
        if (words.size() < 2) {
          throw new ScenarioException(
              text, "expected 'task call' in the setup, found '" + part + "'");
        }
        setup.add(new TaskCall(task(text, words.get(0)), Call.of(words.subList(1, words.size()))));
      }
      rest = rest.substring(end + 1);
    }
    List<ThreadCalls> threads = new ArrayList<>();
    for (String part : parts(rest, BETWEEN_THREADS)) {
      int colon = part.indexOf(':');
      if (colon < 0) {
        throw new ScenarioException(text, "expected 'task: calls', found '" + part + "'");
      }
      List<Call> calls =
          parts(part.substring(colon + 1), ";").stream().map(c -> Call.of(words(c))).toList();
      if (calls.isEmpty()) {
        throw new ScenarioException(text, "a thread without calls: '" + part + "'");
      }
      threads.add(new ThreadCalls(task(text, part.substring(0, colon).strip()), calls));
    }
    if (threads.isEmpty()) {
      throw new ScenarioException(text, "it has no threads");
    }
    return new Scenario(setup, threads);
  }

  private static List<String> parts(String text, String separator) {
    return Arrays.stream(text.split(java.util.regex.Pattern.quote(separator)))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static int task(String text, String number) {
    if (!number.matches("[1-9]")) {
      throw new ScenarioException(text, "expected a task from 1 to 9, found '" + number + "'");
    }
    return Integer.parseInt(number);
  }

  /** Whether a call is about a native block, which only a patched store has. */
  public boolean isOfNativeBlocks() {
    return Stream.concat(
            setup.stream().map(TaskCall::call), threads.stream().flatMap(t -> t.calls().stream()))
        .anyMatch(Call::isOfNativeBlocks);
  }

  @Override
  public String toString() {
    String threadsText =
        threads.stream().map(ThreadCalls::toString).collect(Collectors.joining(" || "));
    return setup.isEmpty()
        ? threadsText
        : "["
            + setup.stream().map(TaskCall::toString).collect(Collectors.joining("; "))
            + "] "
            + threadsText;
  }
}
