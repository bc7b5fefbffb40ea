package dev.lockstep.cli.regress;

import dev.lockstep.cli.run.CommandFailure;
import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.spark.launch.SparkClassPathException;
import dev.lockstep.spark.launch.SparkThreads;
import dev.lockstep.spark.weave.ShapeChange;
import dev.lockstep.spark.weave.StoreShapes;
import dev.lockstep.spark.weave.WeaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The two Sparks, both with native blocks or both without: a patch on one side alone would itself
 * be the difference. The native blocks are the patch's, or on the first side its own.
 *
 * @param a what is looked at
 * @param b what it is compared with
 * @param patched whether both have native blocks
 * @param why why they have none, or empty
 * @param natives the adapter of the native blocks that the first side brings itself
 */
record Sides(
    Workspace workspace,
    SparkPath a,
    SparkPath b,
    boolean patched,
    String why,
    Optional<Path> natives) {

  /**
   * Opens both once, to see what they are.
   *
   * @throws CommandFailure if one of them is no Spark
   */
  static Sides of(
      Workspace workspace, String spark, String against, boolean stock, Optional<Path> natives) {
    SparkPath a = checked("--spark", workspace, spark);
    SparkPath b = checked("--against", workspace, against);
    if (natives.isPresent()) {
      if (stock) {
        throw CommandFailure.usage("--natives and --stock: native blocks or none, not both");
      }
      StoreOptions.openAdapted(workspace, a, natives.get(), Optional.empty()).close();
      whyNotPatched(workspace, b)
          .ifPresent(
              reason -> {
                throw CommandFailure.usage("--natives is compared with the patch; " + reason);
              });
      return new Sides(workspace, a, b, true, "", natives);
    }
    Optional<String> why =
        stock
            ? Optional.of("--stock")
            : whyNotPatched(workspace, a).or(() -> whyNotPatched(workspace, b));
    return new Sides(workspace, a, b, why.isEmpty(), why.orElse(""), natives);
  }

  private static SparkPath checked(String option, Workspace workspace, String spark) {
    try {
      SparkPath path = SparkPath.of(workspace, spark);
      StoreOptions.openStock(workspace, path).close();
      return path;
    } catch (CommandFailure e) {
      throw e.renamed("--spark", option);
    }
  }

  private static Optional<String> whyNotPatched(Workspace workspace, SparkPath path) {
    try (StoreOptions.Opened opened = StoreOptions.openPatched(workspace, path)) {
      return Optional.empty();
    } catch (CommandFailure e) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^--spark \\S+: ", "");
      return Optional.of("the patch does not fit " + path.name() + ": " + message);
    }
  }

  /** The first side, by whatever native blocks it has. */
  StoreOptions.Opened openA() {
    return natives.isPresent()
        ? StoreOptions.openAdapted(workspace, a, natives.get(), Optional.empty())
        : open(a);
  }

  StoreOptions.Opened openB() {
    return open(b);
  }

  private StoreOptions.Opened open(SparkPath path) {
    return patched
        ? StoreOptions.openPatched(workspace, path)
        : StoreOptions.openStock(workspace, path);
  }

  /** Scenarios know the patch's native blocks alone. */
  boolean threadsPatched() {
    return patched && natives.isEmpty();
  }

  SparkThreads threads(SparkPath path) {
    try {
      return threadsPatched()
          ? SparkThreads.open(path.patched(workspace), Optional.empty())
          : SparkThreads.openStock(path.stock(workspace));
    } catch (SparkClassPathException e) {
      throw CommandFailure.outside(String.valueOf(e.getMessage()));
    }
  }

  /** What differs in the bytecode of the stock classes. */
  List<ShapeChange> shape() {
    try {
      return StoreShapes.compare(b.core(), a.core());
    } catch (WeaveException | IOException e) {
      throw CommandFailure.outside("can't compare the bytecode: " + e.getMessage());
    }
  }

  /** A version, or the last part of a path. */
  static String shown(SparkPath path) {
    Path last = Path.of(path.name()).getFileName();
    return last == null ? path.name() : last.toString();
  }

  /** Both names for a heading; the whole paths where the last parts are alike. */
  String nameA() {
    return shown(a).equals(shown(b)) ? a.name() : shown(a);
  }

  String nameB() {
    return shown(a).equals(shown(b)) ? b.name() : shown(b);
  }

  /** A folder's name that no other pair has. */
  String folderName() {
    return folderName(a)
        + natives.map(jar -> "+" + withSum(String.valueOf(jar.getFileName()), jar)).orElse("")
        + "-"
        + folderName(b)
        + (patched ? "" : "-stock");
  }

  private static String folderName(SparkPath path) {
    String shown = shown(path);
    return shown.equals(path.name()) ? shown : withSum(shown, Path.of(path.name()));
  }

  /** A name that files of the same name elsewhere do not have. */
  private static String withSum(String name, Path file) {
    CRC32 sum = new CRC32();
    sum.update(file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    return name + String.format(Locale.ROOT, "@%08x", sum.getValue());
  }

  String inWords() {
    return "Spark "
        + nameA()
        + " against "
        + nameB()
        + natives
            .map(jar -> ", the first with its own native blocks (" + jar.getFileName() + ")")
            .orElse(patched ? ", both with the patch" : ", both stock (" + why + ")");
  }
}
