package dev.lockstep.cli.junit;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.FaultOption;
import dev.lockstep.cli.run.Output;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.spark.launch.LedCounterexample;
import dev.lockstep.traces.LockTrace;
import dev.lockstep.traces.StoredTrace;
import dev.lockstep.traces.Trace;
import dev.lockstep.traces.json.TraceCodec;
import dev.lockstep.traces.json.TraceFormatException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep junit}: a trace as a JUnit 5 test in one file. */
@Command(
    name = "junit",
    mixinStandardHelpOptions = true,
    description =
        "Writes a trace as a JUnit 5 test in one Java file, named after the rule. A trace of the"
            + " contract level becomes plain calls on Spark's own classes; one of the lock level"
            + " brings its schedule, and needs Lockstep's jars to run. With --class-path it writes no"
            + " test, but prints what tests are compiled and run with.",
    footer = {
      "",
      "  ./lockstep junit build/found/r4.json --output tests",
      "  cp=$(./lockstep junit --class-path --fault fifo)",
      "  javac -cp \"$cp\" -d tests/classes tests/R4LruTest.java",
      "  java -cp \"$cp:tests/classes\" org.junit.platform.console.ConsoleLauncher execute -c R4LruTest"
    })
public final class JunitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TRACE", arity = "0..1", description = "The trace, of either level.")
  private @Nullable Path file;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the file goes, below it the package's folders (default: build/junit).")
  private @Nullable Path output;

  @Option(names = "--package", paramLabel = "NAME", description = "Its package (default: none).")
  private @Nullable String packageName;

  @Option(
      names = "--class-name",
      paramLabel = "NAME",
      description = "Its class (default: after the rule, else after the trace's file).")
  private @Nullable String className;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Option(
      names = "--class-path",
      description = "Print a class path: Spark with the patch, Lockstep, JUnit and its launcher.")
  private boolean classPath;

  @Option(
      names = "--spark",
      paramLabel = "VERSION|JAR|FOLDER",
      description = "Of --class-path: which Spark (default: " + SparkVersions.BUILT + ").")
  private @Nullable String spark;

  @Option(
      names = "--stock",
      description = "Of --class-path: no patch. For traces that have no native blocks.")
  private boolean stock;

  @Mixin private FaultOption faults = new FaultOption();
  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() {
    if (classPath == (file != null)) {
      throw CommandFailure.usage("junit takes either a trace or --class-path");
    }
    return file == null ? printClassPath() : write(file);
  }

  private int printClassPath() {
    if (stock && !faults.isEmpty()) {
      throw CommandFailure.usage("--stock: the faults are of the patched store");
    }
    TestClassPath paths =
        new TestClassPath(Workspace.find(), spark == null ? SparkVersions.BUILT : spark);
    List<Path> path = stock ? paths.stock() : paths.patched(faults.faults());
    result.say(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    result.write(Map.of("classPath", path.stream().map(Path::toString).toList()));
    return ExitCode.AS_EXPECTED;
  }

  private int write(Path trace) {
    if (spark != null || stock || !faults.isEmpty()) {
      throw CommandFailure.usage("--spark, --stock and --fault need --class-path");
    }
    requireNames();
    Path folder = output == null ? Workspace.find().build().resolve("junit") : output;
    Output.requireFolder("--output", folder);
    StoredTrace stored = read(trace);
    String name = className == null ? TestName.of(trace, stored.expect()) : className;
    Path target = folder.resolve(packageFolder()).resolve(name + ".java");
    if (Files.exists(target) && !force) {
      throw CommandFailure.usage(
          Workspace.shown(target) + " exists (--force replaces it, --class-name names another)");
    }
    List<String> failsWith = failsWith(trace, stored);
    TestSource source = source(stored, new TestHeader(trace.toString(), packageName, name));
    Output.write(target, source.text());
    report(target, failsWith, source);
    return ExitCode.AS_EXPECTED;
  }

  private void requireNames() {
    if (className != null && !TestName.isClassName(className)) {
      throw CommandFailure.usage("--class-name: not the name of a Java class: '" + className + "'");
    }
    if (packageName != null && !TestName.isPackageName(packageName)) {
      throw CommandFailure.usage(
          "--package: not the name of a Java package: '" + packageName + "'");
    }
  }

  private String packageFolder() {
    return packageName == null ? "" : packageName.replaceAll(Pattern.quote("."), "/");
  }

  private static StoredTrace read(Path trace) {
    try {
      return TraceCodec.readAny(trace);
    } catch (TraceFormatException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private static TestSource source(StoredTrace stored, TestHeader header) {
    return stored.accept(
        new StoredTrace.Visitor<>() {
          @Override
          public TestSource contract(Trace trace) {
            return ContractTest.of(trace, header);
          }

          @Override
          public TestSource lock(LockTrace trace) {
            return LockTest.of(trace, header);
          }
        });
  }

  private void report(Path target, List<String> failsWith, TestSource source) {
    result.say(Workspace.shown(target) + ": " + source.form().words());
    if (!failsWith.isEmpty()) {
      result.say(
          "fails with: ./lockstep junit --class-path --fault " + String.join(",", failsWith));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", target.toString());
    json.put(
        "className",
        packageName == null ? source.className() : packageName + "." + source.className());
    json.put("form", source.form().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    json.put("faults", failsWith);
    result.write(json);
  }

  /** The deliberate faults that the test fails with, as far as the trace tells. */
  private static List<String> failsWith(Path trace, StoredTrace stored) {
    if (stored instanceof LockTrace lock) {
      return LedCounterexample.faults(lock.constants());
    }
    if (!(stored.expect() instanceof Trace.Expectation.Breaks breaks
        && breaks.where().contains("+"))) {
      return List.of();
    }
    try {
      String named = breaks.where().substring(breaks.where().indexOf('+') + 1);
      return List.of(StoreFault.named(named).faultName());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(trace + ": expect.where: " + e.getMessage());
    }
  }
}
