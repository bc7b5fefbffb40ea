package dev.lockstep.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures a case with JMH in one fork. The fork has the class path of this JVM, in which there is
 * no Spark; it loads the Spark that it measures from the paths.
 *
 * @param paths where the Sparks are
 * @param log the file to which JMH writes what it does, the last fork's in the end
 * @param millisWarm how long each fork warms up
 * @param millisMeasured how long each fork is measured
 */
public record JmhFork(StorePaths paths, Path log, long millisWarm, long millisMeasured)
    implements PairedForks.Fork {
  /** Iterations only divide the time. */
  private static final int ITERATIONS = 4;

  @Override
  public double opsPerSecond(ForkCase what) {
    String path =
        paths.of(what.variant()).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Options options =
        new OptionsBuilder()
            .include("^" + StoreBenchmark.class.getName().replace(".", "\\.") + "\\.once$")
            .param("variant", what.variant().name())
            .param("operation", what.operation().name())
            .forks(1)
            .warmupIterations(ITERATIONS)
            .warmupTime(TimeValue.milliseconds(millisWarm / ITERATIONS))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.milliseconds(millisMeasured / ITERATIONS))
            // Not those of this JVM. One thread allocates: a collector without threads of its own.
            .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
            .jvmArgsAppend("-D" + StoreBenchmark.PATH + "=" + path)
            .shouldFailOnError(true)
            .output(log.toString())
            .build();
    try {
      return new Runner(options).runSingle().getPrimaryResult().getScore();
    } catch (RunnerException e) {
      throw new ForkFailedException(
          "a fork of " + what + " failed (" + e.getMessage() + "), see " + log, e);
    }
  }
}
