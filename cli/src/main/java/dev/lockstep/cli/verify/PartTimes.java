package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.ProcessorTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Where the time of a verification goes. */
final class PartTimes {
  private final List<Part> parts = new ArrayList<>();

  /**
   * A part.
   *
   * @param name as in the table
   * @param seconds from its begin to its end
   * @param processorSeconds of this process, without those of TLC; not known of what runs beside
   *     others
   */
  record Part(String name, double seconds, double processorSeconds) {
    static final double UNKNOWN = -1;

    /** A line of {@code --times}. */
    String line() {
      return String.format(
          Locale.ROOT,
          "%-22s %8.1f s  %s",
          name,
          seconds,
          processorSeconds < 0
              ? "in processes of its own, beside the others"
              : String.format(Locale.ROOT, "%8.1f s of this process", processorSeconds));
    }
  }

  /** Something to be timed. */
  interface Timed<T> {
    T run() throws IOException, InterruptedException;
  }

  <T> T of(String name, Timed<T> part) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long processor = ProcessorTime.millis();
    T value = part.run();
    add(
        new Part(
            name, (System.nanoTime() - start) / 1e9, (ProcessorTime.millis() - processor) / 1e3));
    return value;
  }

  /** The same of what runs beside other parts. */
  <T> T beside(String name, Callable<T> part) throws Exception {
    long start = System.nanoTime();
    T value = part.call();
    add(new Part(name, (System.nanoTime() - start) / 1e9, Part.UNKNOWN));
    return value;
  }

  private synchronized void add(Part part) {
    parts.add(part);
  }

  synchronized List<Part> all() {
    return List.copyOf(parts);
  }
}
