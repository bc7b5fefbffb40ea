package dev.lockstep.spark.tables;

import dev.lockstep.spark.context.probes.ProbeRun;
import dev.lockstep.spark.context.probes.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code TableChecks <master> <folder> <part>...}: runs the parts' checks on that master and writes
 * {@code folder/results.tsv}, a line for each as it ends. Exit code 0 if it came to the end,
 * whatever the checks found.
 */
public final class TableChecks {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private TableChecks() {}

  public static void main(String[] args) {
    if (args.length < 3) {
      System.err.println("usage: TableChecks <master> <folder> <part>...");
      System.exit(2);
    }
    Probes.endWithParent();
    int exit = 0;
    try (ProbeRun run = new ProbeRun(args[0], Path.of(args[1]), LIMIT)) {
      Set<String> parts = Set.of(List.of(args).subList(2, args.length).toArray(new String[0]));
      String master = args[0];
      if (parts.contains("rules")) {
        rules(master, run);
      }
      if (parts.contains("faults")) {
        Faults.run(master, run);
      }
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      System.err.println("the checks can't be run: " + thrown);
      exit = 1;
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(exit);
  }

  private static void rules(String master, ProbeRun run) throws Exception {
    Map<String, String> stock = new HashMap<>(S7Pruning.SETTINGS);
    stock.put("spark.sql.cache.serializer", Tables.DEFAULT);
    List<String> reads;
    try (Tables tables = Tables.start(master, stock)) {
      reads = S7Pruning.read(tables);
    }
    try (Tables tables = Tables.start(master, S7Pruning.SETTINGS)) {
      run.all(tables.bench, List.of(S7Pruning.sameAs(reads, tables)));
    }
    try (Tables tables = Tables.start(master, Map.of())) {
      run.all(tables.bench, S1Levels.probes(tables));
      run.all(tables.bench, S3Space.probes(tables));
      run.all(tables.bench, S4Reads.probes(tables));
      run.all(tables.bench, S5Gone.probes(tables));
      run.all(tables.bench, S6Attempts.probes(tables));
    }
    try (Tables tables = Tables.start(master, S8Pressure.SETTINGS)) {
      run.all(tables.bench, S8Pressure.probes(tables));
    }
  }
}
