package dev.lockstep.cli;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.ExitCode;
import dev.lockstep.cli.run.Progress;
import dev.lockstep.cli.run.ResultOption;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.SparkVersions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.fetch.FetchException;
import dev.lockstep.spark.fetch.SparkJars;
import dev.lockstep.spark.suites.ExpectedFailures;
import dev.lockstep.spark.suites.LeftOut;
import dev.lockstep.spark.suites.NativeCheck;
import dev.lockstep.spark.suites.NativeReads;
import dev.lockstep.spark.suites.OurJars;
import dev.lockstep.spark.suites.SparkSuite;
import dev.lockstep.spark.suites.SuiteClassPath;
import dev.lockstep.spark.suites.SuiteModule;
import dev.lockstep.spark.suites.SuiteRun;
import dev.lockstep.spark.suites.SuiteRunException;
import dev.lockstep.spark.suites.VersionCheck;
import dev.lockstep.spark.weave.WeaveException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep spark-suites}: R14 by Spark's own tests, and S1 to S8 by those about caches. */
@Command(
    name = "spark-suites",
    mixinStandardHelpOptions = true,
    description =
        "Runs the suites that Spark publishes about its storage, its memory and its cache of tables"
            + " on stock and on patched classes, and compares them test by test (R14); then those"
            + " about tables with every table cached natively (S1 to S8).",
    footer = {
      "",
      "Parts: core and sql compare stock with patched; native caches natively, and what",
      "fails there must be on the list of spark/suites, native-failures.txt, with the",
      "rule that wants it.",
      "The jars come from the local Maven repository or from Maven Central. Reports",
      "and logs stay in build/spark-suites. A test that fails on one side only, or is",
      "not listed, is run once more there, alone; the second run counts, and the table",
      "says so.",
      "Exit code: 0 same results and only listed failures, 1 a test differs or is not",
      "listed, 2 wrong usage or no such version, 3 something outside failed (a",
      "download, a JVM that died, the time limit)."
    })
final class SuitesCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  /** What can be run by itself. */
  private enum Part {
    CORE(SuiteModule.CORE),
    SQL(SuiteModule.SQL),
    NATIVE(SuiteModule.SQL);

    private final SuiteModule module;

    Part(SuiteModule module) {
      this.module = module;
    }

    /** For messages and options. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--spark",
      paramLabel = "VERSION",
      split = ",",
      description = "Published versions, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<String> versions = SparkVersions.CLAIMED;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Only these parts: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Part> parts = Set.of(Part.values());

  @Option(
      names = "--limit",
      paramLabel = "MINUTES",
      defaultValue = "30",
      description =
          "How long one run may take before it is killed (default: ${DEFAULT-VALUE}); there are six"
              + " a version, those of stock and patched side by side.")
  private int limitMinutes = 30;

  @Mixin private ResultOption result = new ResultOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limitMinutes < 1) {
      throw CommandFailure.usage("--limit must be at least 1, was " + limitMinutes);
    }
    LinkedHashSet<String> chosen = new LinkedHashSet<>(versions);
    try {
      chosen.forEach(SuiteClassPath::check);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--spark: " + e.getMessage());
    }
    Workspace workspace = Workspace.find();
    OurJars ours =
        new OurJars(
            SparkPath.patch(workspace), SparkPath.columnar(workspace), SparkPath.arrow(workspace));
    Map<SuiteModule, List<SuiteClassPath>> classPaths = fetch(chosen);
    List<SuitesTable.Compared> compared = new ArrayList<>();
    List<NativeSuitesTable.Run> natives = new ArrayList<>();
    for (Part part : new TreeSet<>(parts)) {
      result.say(part == Part.NATIVE ? NativeSuitesTable.HEADER : SuitesTable.HEADER);
      for (SuiteClassPath classPath : classPaths.getOrDefault(part.module, List.of())) {
        Path folder =
            workspace
                .build()
                .resolve("spark-suites")
                .resolve(classPath.version())
                .resolve(part.toString());
        if (part == Part.NATIVE) {
          for (NativeReads reads : NativeReads.values()) {
            NativeSuitesTable.Run run = natively(classPath, ours, reads, folder);
            natives.add(run);
            NativeSuitesTable.lines(run).forEach(result::say);
          }
        } else {
          SuitesTable.Compared both = compare(classPath, ours, folder);
          compared.add(both);
          SuitesTable.lines(both).forEach(result::say);
        }
      }
    }
    result.write(json(compared, natives));
    if (!compared.isEmpty()) {
      result.say(SuitesTable.verdict(compared));
    }
    if (!natives.isEmpty()) {
      result.say(NativeSuitesTable.verdict(natives));
    }
    return SuitesTable.same(compared) && NativeSuitesTable.kept(natives)
        ? ExitCode.AS_EXPECTED
        : ExitCode.VIOLATION;
  }

  private static Map<String, Object> json(
      List<SuitesTable.Compared> compared, List<NativeSuitesTable.Run> natives) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("same", SuitesTable.same(compared));
    json.put("kept", NativeSuitesTable.kept(natives));
    json.put("versions", compared.stream().map(SuitesTable::json).toList());
    json.put("native", natives.stream().map(NativeSuitesTable::json).toList());
    return json;
  }

  /** All of them before the first run: a missing version is told at once. */
  private Map<SuiteModule, List<SuiteClassPath>> fetch(Iterable<String> versions) {
    Set<SuiteModule> modules =
        parts.stream().map(part -> part.module).collect(Collectors.toCollection(TreeSet::new));
    Map<SuiteModule, List<SuiteClassPath>> classPaths = new LinkedHashMap<>();
    try (Progress progress = new Progress("jars: MB downloaded", -1);
        SparkJars jars = SparkJars.open(bytes -> progress.to(bytes / MEGABYTE))) {
      for (SuiteModule module : modules) {
        List<SuiteClassPath> ofModule = new ArrayList<>();
        for (String version : versions) {
          ofModule.add(SuiteClassPath.fetch(jars, version, module));
        }
        classPaths.put(module, ofModule);
      }
      return classPaths;
    } catch (FetchException e) {
      String message = "--spark: " + e.getMessage();
      throw e.reason() == FetchException.Reason.NOT_FOUND
          ? CommandFailure.usage(message)
          : CommandFailure.outside(message);
    }
  }

  private SuitesTable.Compared compare(SuiteClassPath classPath, OurJars ours, Path folder)
      throws IOException, InterruptedException {
    String version = classPath.version();
    try (Progress progress = new Progress("Spark " + version + ": tests ended", -1)) {
      SuiteRun stock = classPath.stock(folder.resolve("stock"), limit());
      SuiteRun patched = classPath.patched(ours, folder.resolve("patched"), limit());
      return new SuitesTable.Compared(
          version,
          classPath.module(),
          classPath.leftOut(),
          VersionCheck.run(stock, patched, classPath.suites(), progress::to));
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + version + ": " + e.getMessage());
    } catch (SuiteRunException e) {
      throw CommandFailure.outside("Spark " + e.getMessage());
    }
  }

  private NativeSuitesTable.Run natively(
      SuiteClassPath classPath, OurJars ours, NativeReads reads, Path folder)
      throws IOException, InterruptedException {
    String version = classPath.version();
    List<SparkSuite> suites = classPath.suites().stream().filter(reads::runs).toList();
    List<LeftOut> leftOut =
        Stream.concat(
                classPath.leftOut().stream().filter(out -> reads.runs(out.suite())),
                classPath.suites().stream().flatMap(suite -> reads.leftOut(suite).stream()))
            .toList();
    try (Progress progress =
        new Progress("Spark " + version + ", native " + reads.text() + ": tests ended", -1)) {
      SuiteRun run = classPath.natively(ours, reads, folder.resolve(reads.text()), limit());
      return new NativeSuitesTable.Run(
          version,
          suites,
          leftOut,
          NativeCheck.run(
              run, reads, suites, ExpectedFailures.checkedIn().on(version), progress::to));
    } catch (WeaveException e) {
      throw CommandFailure.usage("--spark " + version + ": " + e.getMessage());
    } catch (SuiteRunException e) {
      throw CommandFailure.outside("Spark " + e.getMessage());
    }
  }

  private Duration limit() {
    return Duration.ofMinutes(limitMinutes);
  }
}
