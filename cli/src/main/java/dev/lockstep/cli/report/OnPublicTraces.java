package dev.lockstep.cli.report;

import dev.lockstep.cli.run.CaffeineJars;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.simulator.input.RecordedTrace;
import dev.lockstep.simulator.input.RequestReader;
import dev.lockstep.simulator.input.TraceFormat;
import dev.lockstep.simulator.policy.EvictionPolicy;
import dev.lockstep.simulator.policy.Policies;
import dev.lockstep.simulator.policy.UnifiedLruWithoutOwners;
import dev.lockstep.simulator.report.ResultRow;
import dev.lockstep.simulator.run.Playback;
import dev.lockstep.simulator.run.Reference;
import dev.lockstep.simulator.store.StoreLayout;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Every policy on the traces of the LIRS authors, from the Caffeine simulator's jar. They say
 * nothing of kinds: half of the objects are native, by chance. The memory is a tenth of the
 * objects.
 */
final class OnPublicTraces {
  private static final String FOLDER = "com/github/benmanes/caffeine/cache/simulator/parser/lirs/";
  private static final List<String> NAMES =
      List.of("2_pools", "cpp", "cs", "gli", "loop", "multi1", "multi2", "multi3", "ps", "sprite");
  private static final double NATIVE_SHARE = 0.5;
  private static final int OBJECTS_A_UNIT = 10;

  /** No object has an owner here, so unified LRU without owners is unified LRU. */
  private static final List<EvictionPolicy> POLICIES =
      Policies.all().stream().filter(p -> !(p instanceof UnifiedLruWithoutOwners)).toList();

  private OnPublicTraces() {}

  static List<ResultRow> rows() throws IOException, TraceFormatException {
    List<ResultRow> rows = new ArrayList<>();
    try (ZipFile jar = new ZipFile(CaffeineJars.traces().toFile());
        Progress progress = new Progress("traces", NAMES.size())) {
      for (String name : NAMES) {
        rows.addAll(rows(trace(jar, name)));
        progress.to(rows.size() / (POLICIES.size() + 1));
      }
    }
    return rows;
  }

  private static RecordedTrace trace(ZipFile jar, String name)
      throws IOException, TraceFormatException {
    String file = name + ".trace.gz";
    ZipEntry entry = jar.getEntry(FOLDER + file);
    if (entry == null) {
      throw new FileNotFoundException(jar.getName() + " has no " + FOLDER + file);
    }
    try (RequestReader reader = TraceFormat.LIRS.open(file, jar.getInputStream(entry))) {
      return RecordedTrace.read(name, reader, Long.MAX_VALUE, done -> {});
    }
  }

  private static List<ResultRow> rows(RecordedTrace trace) {
    List<ResultRow> rows = new ArrayList<>();
    long memory = Math.max(1, trace.blocks() / OBJECTS_A_UNIT);
    StoreLayout layout = trace.layout(memory, NATIVE_SHARE, false);
    for (EvictionPolicy policy : POLICIES) {
      rows.add(
          ResultRow.of(
              Playback.run(trace, layout, policy, Playback.POLL_EVERY, done -> {}), memory));
    }
    rows.add(ResultRow.of(trace.name(), Reference.of(trace, layout), trace.count(), memory));
    return rows;
  }
}
