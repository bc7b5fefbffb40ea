package dev.lockstep.spark.weave;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicVerifier;

/**
 * Weaves native blocks (the rules of the README) into a copy of Spark's storage classes.
 *
 * <p>All or nothing: unless every point is found exactly once and has the expected shape, nothing
 * is written.
 */
public final class StorePatch {
  private StorePatch() {}

  /**
   * Weaves the classes of {@code stock} and writes only those that changed to {@code output}.
   *
   * @param stock the spark-core jar, or a folder of its classes
   * @param output the folder that will precede spark-core on a class path; made if absent
   * @throws WeaveException if the input is not the Spark that the points were written for
   * @throws IOException if {@code stock} cannot be read or {@code output} not be written
   */
  public static WeaveReport weave(Path stock, Path output) throws WeaveException, IOException {
    return weave(stock, output, StorePoints.ALL);
  }

  /**
   * Makes readable what a harness reads of a stock store, and changes nothing else (R14).
   *
   * @see #weave(Path, Path)
   */
  public static WeaveReport widen(Path stock, Path output) throws WeaveException, IOException {
    return weave(stock, output, StorePoints.ACCESS_ONLY);
  }

  /**
   * Weaves the classes of spark-sql for the columnar cache.
   *
   * @param edits what is woven; that the cached RDD finds the calls that it overrides is seen to in
   *     any case
   * @see #weave(Path, Path)
   */
  public static WeaveReport weaveSql(Path stock, Path output, Set<SqlEdit> edits)
      throws WeaveException, IOException {
    List<WeavePoint> points = new ArrayList<>(List.of(SqlEdit.BUILDER));
    edits.stream().sorted().map(SqlEdit::point).forEach(points::add);
    return weave(stock, output, points);
  }

  private static WeaveReport weave(Path stock, Path output, List<WeavePoint> points)
      throws WeaveException, IOException {
    Map<String, ClassNode> nodes = new LinkedHashMap<>();
    Set<String> edited = new HashSet<>();
    List<String> woven = new ArrayList<>();
    String version;
    try (StockClasses classes = StockClasses.open(stock)) {
      version = SparkVersion.of(classes);
      for (WeavePoint point : points) {
        ClassNode node = nodes.get(point.className());
        if (node == null) {
          node = classes.read(point.className());
          nodes.put(point.className(), node);
        }
        point.of(version).weave(node);
        if (point.edits()) {
          edited.add(node.name);
        }
        woven.add(point.describe());
      }
    }
    nodes.keySet().retainAll(edited);
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    for (ClassNode node : nodes.values()) {
      bytes.put(node.name, toVerifiedBytes(node));
    }
    write(bytes, output);
    return new WeaveReport(
        version, woven, nodes.keySet().stream().map(name -> name.replace('/', '.')).toList());
  }

  /**
   * No COMPUTE_FRAMES: the woven code has no branches but that of {@link Detour}, which brings its
   * own frame, so the stock frames still hold.
   */
  private static byte[] toVerifiedBytes(ClassNode node) throws WeaveException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    byte[] bytes = writer.toByteArray();
    ClassNode written = new ClassNode();
    new ClassReader(bytes).accept(written, 0);
    for (MethodNode method : written.methods) {
      try {
        new Analyzer<>(new BasicVerifier()).analyze(written.name, method);
      } catch (AnalyzerException e) {
        throw new WeaveException(
            written.name.replace('/', '.')
                + "."
                + method.name
                + ": expected verifiable code, found "
                + e.getMessage(),
            e);
      }
    }
    return bytes;
  }

  /** Writes beside the target first and then renames; an equal file is left with its time. */
  private static void write(Map<String, byte[]> classes, Path output) throws IOException {
    Map<Path, Path> renames = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        Path target = output.resolve(entry.getKey() + ".class");
        if (Files.isRegularFile(target)
            && Arrays.equals(Files.readAllBytes(target), entry.getValue())) {
          continue;
        }
        Path folder = output.resolve(entry.getKey()).getParent();
        Files.createDirectories(folder == null ? output : folder);
        Path fresh = target.resolveSibling(target.getFileName() + ".woven");
        renames.put(fresh, target);
        Files.write(fresh, entry.getValue());
      }
      for (Map.Entry<Path, Path> rename : renames.entrySet()) {
        Files.move(rename.getKey(), rename.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path fresh : renames.keySet()) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  /**
   * {@code StorePatch [--sql] <spark-core, or spark-sql, jar or folder> <output folder>}: prints
   * the woven points.
   */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Returns the exit code: 0, or 2 after one line on {@code err}. */
  static int run(PrintStream out, PrintStream err, String... args) {
    boolean sql = args.length == 3 && args[0].equals("--sql");
    if (args.length != 2 && !sql) {
      err.println(
          "usage: StorePatch [--sql] <spark-core, or spark-sql, jar or folder of classes>"
              + " <output folder>");
      return 2;
    }
    try {
      Path stock = Path.of(args[args.length - 2]);
      Path output = Path.of(args[args.length - 1]);
      WeaveReport report =
          sql ? weaveSql(stock, output, EnumSet.allOf(SqlEdit.class)) : weave(stock, output);
      report.points().forEach(out::println);
      return 0;
    } catch (WeaveException e) {
      err.println(e.getMessage());
    } catch (IOException | InvalidPathException e) {
      err.println(e);
    }
    return 2;
  }
}
