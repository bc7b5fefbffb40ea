package dev.lockstep.cli;

import dev.lockstep.cli.run.LockTraceCheck;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Story;
import dev.lockstep.cli.run.TraceCheck;
import dev.lockstep.cli.story.LockStory;
import dev.lockstep.traces.Divergence;
import dev.lockstep.traces.LockDivergence;
import dev.lockstep.traces.LockStoreUnderTest;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.RuleCoverage;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trace of either level, replayed.
 *
 * @param file the path as it was given
 * @param steps how many steps it has
 * @param asExpected whether it ended as the trace says
 * @param note what there is to say beside that, or empty
 * @param changes what the store was changed by for it
 * @param divergence where the file or the store parts, or null
 * @param details the trace as a story, or the difference
 */
record ReplayedTrace(
    Path file,
    int steps,
    boolean asExpected,
    String note,
    List<String> changes,
    @Nullable Object divergence,
    List<String> details) {

  /** Replays it on the store of the options, which must run its level. */
  static ReplayedTrace of(Path file, StoredTrace trace, StoreOptions.Opened stores, String where) {
    return trace.accept(
        new StoredTrace.Visitor<>() {
          @Override
          public ReplayedTrace contract(Trace contract) {
            return ofContract(
                file,
                contract,
                TraceCheck.of(file, contract, stores.factory(), where, new RuleCoverage()));
          }

          @Override
          public ReplayedTrace lock(LockTrace lock) {
            LockStoreUnderTest.Factory factory = stores.lockFactory().orElseThrow();
            return ofLock(
                file,
                lock,
                LockTraceCheck.of(lock, factory, where),
                factory.changes(lock.constants()));
          }
        });
  }

  private static ReplayedTrace ofContract(Path file, Trace trace, TraceCheck check) {
    Divergence inFile = check.inFile();
    Divergence onStore = check.onStore();
    if (inFile != null) {
      String line = wrongInFile(inFile.step(), inFile.field(), inFile.expected(), inFile.actual());
      return new ReplayedTrace(
          file, trace.length(), check.asExpected(), DIFFERS, List.of(), inFile, List.of(line));
    }
    return new ReplayedTrace(
        file,
        trace.length(),
        check.asExpected(),
        onStore == null ? "" : ", breaks " + onStore.rule(),
        List.of(),
        onStore,
        new Story(trace.constants()).lines(trace.actions(), onStore));
  }

  private static ReplayedTrace ofLock(
      Path file, LockTrace trace, LockTraceCheck check, List<String> changes) {
    LockDivergence inFile = check.inFile();
    LockDivergence onStore = check.onStore();
    if (inFile != null) {
      String line = wrongInFile(inFile.step(), inFile.field(), inFile.actual(), inFile.expected());
      return new ReplayedTrace(
          file, trace.length(), check.asExpected(), DIFFERS, changes, inFile, List.of(line));
    }
    List<String> details = new ArrayList<>();
    new LockStory(trace).lines().forEach(line -> details.add("  " + line));
    if (onStore != null) {
      details.add(
          String.format(
              Locale.ROOT,
              "     step %d, %s: %s expected %s, the store has %s   <-- %s",
              onStore.step() + 1,
              onStore.action(),
              onStore.field(),
              onStore.expected(),
              onStore.actual(),
              onStore.rule()));
    }
    String note = onStore != null ? ", parts from the store" : "";
    if (trace.expect() instanceof Trace.Expectation.Breaks breaks && onStore == null) {
      note = ", breaks " + breaks.rule() + " (" + breaks.where() + ")";
    }
    if (!changes.isEmpty()) {
      note += ", on a store changed for it: " + String.join(", ", changes);
    }
    return new ReplayedTrace(
        file, trace.length(), check.asExpected(), note, changes, onStore, details);
  }

  private static final String DIFFERS = ", file differs from the model";

  private static String wrongInFile(int step, String field, String model, String file) {
    return "     steps["
        + step
        + "].observed."
        + field
        + ": the model has "
        + model
        + ", the file says "
        + file;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-64s %4d steps  %s%s",
        file,
        steps,
        asExpected ? "as expected" : "NOT as expected",
        note);
  }

  /** The fields that {@code --json} has of it (docs/json.md). */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("file", file.toString());
    row.put("steps", steps);
    row.put("asExpected", asExpected);
    if (!changes.isEmpty()) {
      row.put("changes", changes);
    }
    if (divergence != null) {
      row.put("divergence", divergence);
    }
    return row;
  }
}
