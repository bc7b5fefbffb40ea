package dev.lockstep.cli.bench;

import dev.lockstep.cli.run.ResultOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep bench columnar}. */
@Command(
    name = "columnar",
    mixinStandardHelpOptions = true,
    description = {
      "Measures cached tables in native memory: against Spark's default serializer, compressed and"
          + " not, and against Arrow IPC bytes in arrays of the JVM, read as rows and as columns,"
          + " all of them or the selected ones; and beside a Java loop over the same buffers. The"
          + " tables are TPC-H's lineitem and those of Spark's ArrowCacheBenchmark.",
      "Speeds are rows in a second of processor time of the tasks, measured by turns in one JVM."
          + " Each ratio has a 95%% interval over the rounds. Exit code 1 if an interval lies wholly"
          + " below its bar, if the payloads take more than 1.1 times the bytes of the IPC copy, or"
          + " if a table that is cached again from its own columns is copied."
    })
final class ColumnarBenchCommand implements Callable<Integer> {
  @Option(
      names = "--scale",
      description = "Of TPC-H; 1 has 6 million rows (default: ${DEFAULT-VALUE}).")
  private double scale = ColumnarSpeeds.Plan.DEFAULT.scale();

  @Option(names = "--rows", description = "Of the other tables (default: ${DEFAULT-VALUE}).")
  private long rows = ColumnarSpeeds.Plan.DEFAULT.rows();

  @Option(
      names = "--rounds",
      description = "Rounds that count; some more warm up (default: ${DEFAULT-VALUE}).")
  private int rounds = ColumnarSpeeds.Plan.DEFAULT.rounds();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "QUERY",
      description =
          "Only these queries: q6, one-int, eight-numbers, q1, lengths, like, count,"
              + " three-numbers, filter, one-of-twenty.")
  private List<String> only = List.of();

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new ColumnarSpeeds(new ColumnarSpeeds.Plan(scale, rows, rounds, only)).run(result);
  }
}
