package dev.lockstep.spark.weave;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The patch for one Spark as one jar: the classes woven from its spark-core, and ours that they
 * call. It stands before spark-core on a class path.
 */
public final class PatchJar {
  private static final String CLASS = ".class";

  /** In the manifest: the Spark that the jar was made for, and refuses to run without. */
  static final Attributes.Name VERSION = new Attributes.Name("Spark-Version");

  /** A fixed time makes the jar the same bytes whenever it is made. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private PatchJar() {}

  /**
   * Weaves and writes the jar, all at once: if anything is wrong there is no jar, and an old one
   * stays as it was.
   *
   * @param stock the spark-core jar, or a folder of its classes
   * @param ours the folder or jar of the patch's own classes, woven ones among them or not
   * @param output the jar to write
   * @return the woven points
   * @throws WeaveException if the Spark is not one that the patch fits
   */
  public static WeaveReport write(Path stock, Path ours, Path output)
      throws WeaveException, IOException {
    return write(folder -> StorePatch.weave(stock, folder), List.of(ours), output);
  }

  /**
   * The same with the columnar cache: the classes woven from spark-core and from spark-sql, and
   * ours that they call.
   *
   * @param ours folders or jars: of the patch, and of the columnar cache
   * @param edits what is woven into spark-sql
   * @throws WeaveException also if the two are of different versions of Spark
   */
  public static WeaveReport writeColumnar(
      Path core, Path sql, List<Path> ours, Set<SqlEdit> edits, Path output)
      throws WeaveException, IOException {
    return write(
        folder -> {
          WeaveReport store = StorePatch.weave(core, folder);
          WeaveReport columnar = StorePatch.weaveSql(sql, folder, edits);
          if (!store.version().equals(columnar.version())) {
            throw new WeaveException(
                sql
                    + ": expected spark-sql of Spark "
                    + store.version()
                    + ", as "
                    + core
                    + ", found "
                    + columnar.version());
          }
          return new WeaveReport(
              store.version(),
              Stream.concat(store.points().stream(), columnar.points().stream()).toList(),
              Stream.concat(store.classes().stream(), columnar.classes().stream()).toList());
        },
        ours,
        output);
  }

  private interface Weave {
    WeaveReport into(Path folder) throws WeaveException, IOException;
  }

  private static WeaveReport write(Weave weave, List<Path> ours, Path output)
      throws WeaveException, IOException {
    Path folder = Files.createTempDirectory("lockstep-patch");
    Path absolute = output.toAbsolutePath();
    Path fresh = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      WeaveReport report = weave.into(folder);
      Map<String, byte[]> classes = new TreeMap<>(read(folder, ""));
      Set<String> woven = new HashSet<>(classes.keySet());
      for (Path source : ours) {
        read(source, "dev/lockstep/spark/columnar/")
            .forEach(
                (name, bytes) -> {
                  // Woven classes of the version that ours were compiled against may be beside
                  // them.
                  if (!woven.contains(name) && !name.startsWith("org/apache/spark/sql/")) {
                    classes.put(name, bytes);
                  }
                });
      }
      Path parent = absolute.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      write(classes, report.version(), fresh);
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
      return report;
    } finally {
      Files.deleteIfExists(fresh);
      delete(folder);
    }
  }

  /**
   * @param also a package of ours beside Spark's; empty for none
   */
  private static Map<String, byte[]> read(Path source, String also)
      throws WeaveException, IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (StockClasses opened = StockClasses.open(source);
        Stream<Path> files = Files.walk(opened.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = opened.root().relativize(file).toString().replace('\\', '/');
        boolean wanted =
            name.startsWith("org/apache/spark/") || !also.isEmpty() && name.startsWith(also);
        if (wanted && name.endsWith(CLASS)) {
          classes.put(name, Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  private static void write(Map<String, byte[]> classes, String version, Path jar)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!version.isEmpty()) {
      manifest.getMainAttributes().put(VERSION, version);
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(entry("META-INF/MANIFEST.MF"));
      manifest.write(out);
      out.closeEntry();
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        out.putNextEntry(entry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * {@code PatchJar <our classes> (<spark-core jar> <jar to write>)...}, or {@code PatchJar --sql
   * <our classes> <those of the columnar cache> (<spark-core jar> <spark-sql jar> <jar to
   * write>)...}.
   */
  public static void main(String[] args) {
    System.exit(run(System.err, args));
  }

  /** Returns the exit code: 0, or 2 after one line on {@code err}. */
  static int run(PrintStream err, String... args) {
    boolean sql = args.length > 0 && args[0].equals("--sql");
    List<String> rest = List.of(args).subList(Math.min(sql ? 3 : 1, args.length), args.length);
    int each = sql ? 3 : 2;
    if (rest.isEmpty() || rest.size() % each != 0) {
      err.println(
          "usage: PatchJar <our classes> (<spark-core jar> <jar to write>)..., or PatchJar --sql"
              + " <our classes> <those of the columnar cache>"
              + " (<spark-core jar> <spark-sql jar> <jar to write>)...");
      return 2;
    }
    try {
      for (int i = 0; i < rest.size(); i += each) {
        Path core = Path.of(rest.get(i));
        Path output = Path.of(rest.get(i + each - 1));
        if (sql) {
          writeColumnar(
              core,
              Path.of(rest.get(i + 1)),
              List.of(Path.of(args[1]), Path.of(args[2])),
              EnumSet.allOf(SqlEdit.class),
              output);
        } else {
          write(core, Path.of(args[0]), output);
        }
      }
      return 0;
    } catch (WeaveException e) {
      err.println(e.getMessage());
    } catch (IOException | InvalidPathException e) {
      err.println(e);
    }
    return 2;
  }
}
