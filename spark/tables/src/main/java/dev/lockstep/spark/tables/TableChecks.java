package dev.lockstep.spark.tables;

import dev.lockstep.spark.arrow.cache.ArrowMemory;
import dev.lockstep.spark.context.probes.Probe;
import dev.lockstep.spark.context.probes.ProbeRun;
import dev.lockstep.spark.context.probes.Probes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code TableChecks <master> <folder> <part>... [rule=S5]}: runs the parts' checks on that master
 * and writes {@code folder/results.tsv}, a line for each as it ends. Exit code 0 if it came to the
 * end, whatever the checks found.
 */
public final class TableChecks {
  /** For one check; the longest is the one that answers 22 queries. */
  private static final Duration LIMIT = Duration.ofSeconds(300);

  private TableChecks() {}

  public static void main(String[] args) {
    if (args.length < 3) {
      System.err.println("usage: TableChecks <master> <folder> <part>...");
      System.exit(2);
    }
    Probes.endWithParent();
    int exit = 0;
    List<String> given = List.of(args).subList(2, args.length);
    if (given.stream().anyMatch(TpchCheck::isPart)) {
      // Before the first payload: whether they are poisoned is found out once.
      System.setProperty(ArrowMemory.POISON, "true");
    }
    String rule = value(given, "rule", "");
    try (ProbeRun run = new ProbeRun(args[0], Path.of(args[1]), LIMIT)) {
      String master = args[0];
      if (given.contains("rules")) {
        rules(master, run, rule);
      }
      if (given.contains("faults")) {
        Faults.run(master, run);
      }
      for (String part : given) {
        if (TpchCheck.isPart(part)) {
          TpchCheck.run(run, master, TpchCheck.scale(part));
        }
      }
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      System.err.println("the checks can't be run: " + thrown);
      exit = 1;
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(exit);
  }

  /** The value of {@code name=value} among the arguments. */
  private static String value(List<String> given, String name, String otherwise) {
    return given.stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * @param rule of all rules this one alone; empty for all
   */
  private static void rules(String master, ProbeRun run, String rule) throws Exception {
    if (rule.isEmpty() || rule.equals("S7")) {
      Map<String, String> stock = new HashMap<>(S7Pruning.SETTINGS);
      stock.put("spark.sql.cache.serializer", Tables.DEFAULT);
      List<String> reads;
      try (Tables tables = Tables.start(master, stock)) {
        reads = S7Pruning.read(tables);
      }
      try (Tables tables = Tables.start(master, S7Pruning.SETTINGS)) {
        run.all(tables.bench, List.of(S7Pruning.sameAs(reads, tables)));
      }
    }
    try (Tables tables = Tables.start(master, Map.of())) {
      Stream.of(
              S1Levels.probes(tables),
              S3Space.probes(tables),
              S4Reads.probes(tables),
              S5Gone.probes(tables),
              S6Attempts.probes(tables))
          .forEach(probes -> run.all(tables.bench, about(rule, probes)));
    }
    try (Tables tables = Tables.start(master, S8Pressure.SETTINGS)) {
      run.all(tables.bench, about(rule, S8Pressure.probes(tables)));
    }
  }

  private static List<Probe> about(String rule, List<Probe> probes) {
    return probes.stream().filter(p -> rule.isEmpty() || p.rule().equals(rule)).toList();
  }
}
