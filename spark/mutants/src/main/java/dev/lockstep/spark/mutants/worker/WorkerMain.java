package dev.lockstep.spark.mutants.worker;

import dev.lockstep.spark.mutants.ClassSource;
import dev.lockstep.spark.mutants.Digest;
import dev.lockstep.spark.mutants.Stage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The program of a worker. Its arguments say which checks it has; then it reads a line for each
 * thing to do, and answers by lines whose fields are separated by tabs. It ends when its input
 * does.
 */
public final class WorkerMain {
  /** Contract configs whose transitions are walked. */
  private static final List<String> COVERS =
      List.of(
          "MCEvictionContractTiny",
          "MCEvictionContractKinds",
          "MCEvictionContractModes",
          "MCEvictionContractExecution",
          "MCEvictionContractFatal",
          "MCEvictionContractDeferred",
          "MCEvictionContractStock");

  private static final List<String> RANDOM =
      List.of("MCEvictionContractLarge", "MCEvictionContractModes", "MCEvictionContractFatal");

  private static final List<String> LED =
      List.of(
          "MCMemoryStoreLive",
          "MCMemoryStoreLiveDeferred",
          "MCMemoryStoreLiveAsks",
          "MCMemoryStoreStopPuts",
          "MCMemoryStoreReleasePutsAsks");

  private static final int WORDS_MAX = 160;

  private final PrintStream out;
  private final List<Check> checks;
  private final Exchange exchange;
  private final Map<String, String> sound = new HashMap<>();
  private final Set<Stage> open = EnumSet.noneOf(Stage.class);

  private WorkerMain(PrintStream out, List<Check> checks, Exchange exchange) {
    this.out = out;
    this.checks = checks;
    this.exchange = exchange;
  }

  /**
   * Starts a worker.
   *
   * @param args {@code harness SPEC TRACES CACHE PATHFILE}, {@code junit CLASSES}, or {@code suites
   *     SUITE…}
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    List<Check> checks = new ArrayList<>();
    boolean onClassPath = !args[0].equals("harness");
    List<Path> path = onClassPath ? ownPath() : paths(Path.of(args[4]));
    switch (args[0]) {
      case "harness" -> {
        Path spec = Path.of(args[1]);
        Path traces = Path.of(args[2]);
        StoreChecks stores = new StoreChecks(path);
        checks.addAll(stores.corpus(traces));
        checks.addAll(stores.covers(spec, COVERS, Path.of(args[3])));
        checks.addAll(stores.random(spec, RANDOM));
        checks.addAll(new LedChecks(path).all(traces, spec, LED));
        checks.addAll(new PairChecks(path).all());
      }
      case "junit" -> checks.addAll(JUnitChecks.in(Path.of(args[1])));
      case "suites" ->
          checks.addAll(ScalaTestChecks.of(Arrays.asList(args).subList(1, args.length)));
      default -> throw new IllegalArgumentException(args[0]);
    }
    try (ClassSource classes = new ClassSource(path)) {
      new WorkerMain(out, checks, new Exchange(Agent.instrumentation(), classes, onClassPath))
          .serve();
    }
    // Spark and the scheduler leave threads behind.
    Runtime.getRuntime().halt(0);
  }

  private static List<Path> ownPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private static List<Path> paths(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Path::of).toList();
  }

  private void serve() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "list" -> list();
        case "sound" -> learn(Path.of(words[1]));
        case "probes" -> {
          for (Check check : checks) {
            opened(check);
          }
          exchange.putProbesIn();
        }
        case "measure" -> measure(Integer.parseInt(words[1]));
        case "mutant" ->
            mutant(
                words[1],
                Base64.getDecoder().decode(words[2]),
                numbers(words[3]),
                numbers(words[4]));
        default -> throw new IllegalArgumentException(line);
      }
      say("end");
    }
  }

  private void say(String... words) {
    out.println(String.join("\t", words));
    out.flush();
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private void list() {
    for (int i = 0; i < checks.size(); i++) {
      say("check", checks.get(i).stage().name(), checks.get(i).id());
    }
  }

  private void learn(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("\t", -1);
      sound.put(words[0], words[1]);
    }
  }

  private void measure(int number) {
    Check check = checks.get(number);
    opened(check);
    exchange.listen();
    long start = System.nanoTime();
    String said = said(check);
    long millis = (System.nanoTime() - start) / 1_000_000;
    BitSet heard = exchange.heard();
    say(
        "measured",
        Long.toString(millis),
        Digest.of(said),
        HexFormat.of().formatHex(heard.toByteArray()),
        shown(said));
  }

  private static String said(Check check) {
    try {
      return check.run();
    } catch (Throwable thrown) {
      Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
      return "threw " + cause.getClass().getName();
    }
  }

  private static String shown(String said) {
    String line = said.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    return line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX);
  }

  /** Opens what a check needs; true if that was not there before. */
  private boolean opened(Check check) {
    boolean first = open.add(check.stage());
    if (first) {
      check.open();
    }
    return first;
  }

  /**
   * Runs checks on a mutant: all of the first list, then the others until one notices.
   *
   * <p>Says {@code at} before each, {@code kill} for each that notices, with {@code alone} if the
   * sound class satisfies the check right after it: else the mutant left something behind, and this
   * JVM is of no more use.
   */
  private void mutant(String className, byte[] classFile, List<Integer> all, List<Integer> others) {
    boolean killed = false;
    boolean put = false;
    List<Integer> numbers = new ArrayList<>(all);
    numbers.addAll(others);
    try {
      for (int i = 0; i < numbers.size() && (i < all.size() || !killed); i++) {
        Check check = checks.get(numbers.get(i));
        if (!open.contains(check.stage())) {
          exchange.restore();
          say("opens");
          opened(check);
          put = false;
        }
        if (!put) {
          exchange.mutate(className, classFile);
          put = true;
        }
        say("at", Integer.toString(numbers.get(i)));
        String said = said(check);
        if (Digest.of(said).equals(sound.get(check.id()))) {
          continue;
        }
        if (!killed) {
          exchange.restore();
          put = false;
          boolean alone = Digest.of(said(check)).equals(sound.get(check.id()));
          say("kill", Integer.toString(numbers.get(i)), alone ? "alone" : "behind", shown(said));
          if (!alone) {
            return;
          }
        } else {
          say("kill", Integer.toString(numbers.get(i)), "alone", shown(said));
        }
        killed = true;
      }
    } catch (LinkageError | RuntimeException e) {
      say("unfit", shown(e.toString()));
    } finally {
      exchange.restore();
    }
  }
}
