package dev.lockstep.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures a case with JMH in one fork. The fork has the class path of this JVM, in which there is
 * no Spark; it loads the Spark that it measures from the paths.
 *
 * @param paths where the Sparks are
 * @param log the file to which JMH writes what it does; each fork writes it anew
 * @param iterations to warm up, and as many to measure; one takes some 0.3 s
 */
public record JmhFork(StorePaths paths, Path log, int iterations) implements PairedForks.Fork {

  @Override
  public ForkCost measure(ForkCase what) {
    Map<String, ? extends Object> results = run(what);
    double calls = score(results, "calls");
    return new ForkCost(
        calls * 1e9 / score(results, "cpuNanos"),
        // The threads' times are added up, and they run side by side.
        calls * what.threads() * 1e9 / score(results, "nanos"),
        score(results, "allocatedBytes") / calls);
  }

  /**
   * Measures how long the monitor is held.
   *
   * @throws ForkFailedException if the fork gave no number
   */
  public HoldTimes measure(HoldCase what) {
    Map<String, ? extends Object> results = run(what);
    return new HoldTimes(
        Math.round(score(results, "holdCount")),
        Math.round(score(results, "p50Nanos")),
        Math.round(score(results, "p99Nanos")),
        Math.round(score(results, "maxNanos")));
  }

  private Map<String, ? extends Object> run(JmhCase what) {
    try {
      return new Runner(options(what)).runSingle().getSecondaryResults();
    } catch (RunnerException e) {
      throw new ForkFailedException(
          "the fork for " + what + " failed (" + e.getMessage() + "), see " + log, e);
    }
  }

  private Options options(JmhCase what) {
    String path =
        paths.of(what.variant()).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            // Not the options of this JVM. Collector and compiler do their work while the thread
            // waits, so that a batch leaves the same code behind on a busy machine as on a quiet
            // one.
            .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-BackgroundCompilation")
            .jvmArgsAppend("-D" + StoreBenchmark.PATH + "=" + path)
            .shouldFailOnError(true)
            .output(log.toString());
    what.describe(options, iterations);
    return options.build();
  }

  private static double score(Map<String, ? extends Object> results, String name) {
    if (results.get(name) instanceof Result<?> result) {
      return result.getScore();
    }
    throw new IllegalStateException("JMH has no result " + name);
  }
}
