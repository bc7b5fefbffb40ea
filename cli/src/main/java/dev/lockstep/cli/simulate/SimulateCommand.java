package dev.lockstep.cli.simulate;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.simulator.policy.OfflineBound;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.report.Plots;
import dev.lockstep.simulator.report.ResultRow;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep simulate}: a workload or a recorded trace under one or more policies. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs tasks that read, compute, put, remove and ask for execution memory on a store under each"
          + " policy, or plays a recorded trace.",
      "Columns: hit ratios by count, units and time to compute, of native and of JVM blocks; the"
          + " native share of what was taken back; entries evicted while an older one was there;"
          + " puts refused, and those that idle or evictable memory would have held; demands for"
          + " execution memory that got less; the most releases in one call; units in use beyond"
          + " the memory; time that the monitor was held, estimated."
    },
    footer = {
      "",
      "Workloads: zipf, uniform, scan, scan-hot, bursts, phases, tables, tables-and-blocks, join,"
          + " mixed, or a file (docs/workloads.md).",
      "Policies: unified-lru, unified-lru-without-owners, x1-native-first, x1-blocks-first,"
          + " x2-managed, x3-unmanaged, x4-split, jvm-copy; offline is what none can do better."
          + " x1, x3 and x4 take the engine's part of the memory: x4-split:0.3.",
      "Which pins touch (docs/recency.md): unified-lru (each), touch-never, touch-one-in:8, touch-scan,"
          + " touch-buffer, touch-buffer-walk; recency is all of them.",
      "Example: ./lockstep simulate --workload zipf --policy all --set nativeShare=0.3"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final String ALL = "all";
  private static final String RECENCY = "recency";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source = new Source();

  /** Where the requests come from. */
  static final class Source {
    @Option(
        names = "--workload",
        paramLabel = "NAME|FILE",
        description = "A workload by name, or a file of one.")
    private @Nullable String workload;

    @Option(
        names = "--input",
        paramLabel = "FILE",
        description = "A recorded trace; gzip, xz and zstd are unpacked.")
    private @Nullable Path input;
  }

  @Mixin private TraceOptions traces = new TraceOptions();

  @Option(
      names = "--policy",
      split = ",",
      defaultValue = "unified-lru",
      description = "Policies to compare, all, or recency (default: ${DEFAULT-VALUE}).")
  private List<String> policies = List.of("unified-lru");

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description =
          "Another value of a field at the top of the workload; an unknown one lists them.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--memory",
      split = ",",
      paramLabel = "UNITS",
      description =
          "Memory of a mode, in parts of a workload or units of a trace; several to see how the hit"
              + " ratio grows.")
  private List<Long> memories = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests to make (default: 100000; all of a trace).")
  private @Nullable Long requests;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write the run of a workload under unified-lru, in one --memory, as a trace for replay.")
  private @Nullable Path trace;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write all columns as comma-separated values.")
  private @Nullable Path csv;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description =
          "Write pictures (SVG): use of the pools over time, hit ratio over memory, policies side by"
              + " side.")
  private @Nullable Path plots;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() {
    try {
      Set<String> names = names();
      requireOutputs();
      return run(asked(), names);
    } catch (InvalidConstantException e) {
      throw CommandFailure.usage(e.field() + ": " + e.getMessage());
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(e.getMessage());
    } catch (IOException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  /** The policies as they are called in results; each once. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (String policy : policies) {
      if (policy.equals(ALL)) {
        names.addAll(Policies.names());
        names.add(OfflineBound.NAME);
      } else if (policy.equals(RECENCY)) {
        Policies.recency().forEach(known -> names.add(known.name()));
      } else {
        names.add(
            policy.equals(OfflineBound.NAME)
                ? policy
                : Policies.byName(policy, OfflineBound.NAME, ALL, RECENCY).name());
      }
    }
    return names;
  }

  /** Before anything runs: a run may take long. */
  private void requireOutputs() {
    if (memories.stream().anyMatch(size -> size < 1)) {
      throw CommandFailure.usage("--memory must be at least 1, was " + memories);
    }
    if (csv != null) {
      Output.requireFile("--csv", csv);
    }
    if (plots != null) {
      Output.requireFolder("--plots", plots);
    }
    if (trace != null) {
      Output.requireFile("--trace", trace);
      if (source.input != null) {
        throw CommandFailure.usage("--trace needs a workload: a recorded trace is one already");
      } else if (memories.size() > 1) {
        throw CommandFailure.usage("--trace is of one run: give one --memory, was " + memories);
      }
    }
  }

  private Asked asked() throws IOException, TraceFormatException {
    if (source.workload == null) {
      return AskedTrace.of(Objects.requireNonNull(source.input), traces, settings, requests);
    }
    traces.requireNone();
    return AskedWorkload.of(source.workload, settings, seed, requests);
  }

  private int run(Asked asked, Set<String> names) {
    List<Long> sizes = memories.isEmpty() ? List.of(asked.memory()) : memories;
    List<ResultRow> rows = new ArrayList<>();
    List<Map<String, Object>> json = new ArrayList<>();
    for (long size : sizes) {
      for (String name : names) {
        if (name.equals(OfflineBound.NAME)) {
          OfflineBound.Bound bound = asked.bound(size);
          rows.add(ResultRow.of(asked.name(), bound, bound.reads(), size));
          json.add(RunJson.of(asked.name(), size, bound));
        } else {
          Asked.Ran ran = asked.run(Policies.byName(name), size);
          rows.add(ResultRow.of(ran.result(), size));
          json.add(RunJson.of(ran.result(), size));
          plotPools(asked, name, size, ran);
        }
      }
    }
    ResultRow.table(rows).forEach(result::say);
    write(asked, sizes, rows);
    result.write(Map.of("runs", json));
    return ExitCode.AS_EXPECTED;
  }

  private void plotPools(Asked asked, String policy, long size, Asked.Ran ran) {
    if (plots != null && ran.pools() != null) {
      String title = asked.name() + " under " + policy + ", memory " + size;
      // Not every file system takes the colon before a share.
      String name = "pools-" + policy.replace(':', '-') + "-" + size + ".svg";
      Output.write(plots.resolve(name), Plots.poolUse(title, ran.pools()));
    }
  }

  private void write(Asked asked, List<Long> sizes, List<ResultRow> rows) {
    if (csv != null) {
      Output.write(csv, ResultRow.csv(rows));
      result.say("csv: " + csv);
    }
    if (plots != null && sizes.size() > 1) {
      Output.write(
          plots.resolve("hit-ratio.svg"), Plots.hitRatios("Hit ratio, " + asked.name(), rows));
    }
    long last = sizes.get(sizes.size() - 1);
    if (plots != null) {
      List<ResultRow> atLast =
          rows.stream().filter(row -> row.number("memory").orElse(0) == last).toList();
      Output.write(
          plots.resolve("policies.svg"),
          Plots.sideBySide("Hit ratio in a memory of " + last, "hitRatio", "hit ratio, %", atLast));
      result.say("plots: " + plots);
    }
    if (trace != null) {
      try {
        asked.write(trace, last);
      } catch (IOException e) {
        throw Output.failed(trace, e);
      }
      result.say("trace: " + trace);
    }
  }
}
