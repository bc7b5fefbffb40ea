package dev.lockstep.spark.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes whose branches are counted, as they stand on a class path: the first one counts. */
final class CountedClasses {
  private static final String MEMORY = "org.apache.spark.memory.";
  private static final String STORAGE = "org.apache.spark.storage.";
  private static final String CLASS = ".class";

  /** Spark's own, which the contract is about. */
  private static final Set<String> SPARKS =
      Set.of(
          STORAGE + "memory.MemoryStore",
          STORAGE + "BlockInfoManager",
          MEMORY + "UnifiedMemoryManager",
          MEMORY + "StorageMemoryPool",
          MEMORY + "ExecutionMemoryPool");

  /** The patch's. */
  private static final Pattern OURS =
      Pattern.compile(
          Pattern.quote(STORAGE)
              + "(memory\\.)?(Native|Deferred|EndingTasks|PinLock|PinnedNative)[A-Za-z$0-9]*");

  /** Spark's own first, then by name. */
  static final Comparator<ClassCoverage> ORDER =
      Comparator.<ClassCoverage, Boolean>comparing(row -> !SPARKS.contains(row.name()))
          .thenComparing(ClassCoverage::name);

  private CountedClasses() {}

  static boolean has(String className) {
    return SPARKS.contains(className) || OURS.matcher(className).matches();
  }

  /**
   * Their class files by name.
   *
   * @throws SparkClassPathException if an entry can't be read
   */
  static SortedMap<String, byte[]> on(List<Path> classPath) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    for (Path entry : classPath) {
      try {
        if (Files.isDirectory(entry)) {
          inFolder(entry, found);
        } else {
          inJar(entry, found);
        }
      } catch (IOException e) {
        throw new SparkClassPathException("can't read " + entry, e);
      }
    }
    return found;
  }

  private static void inFolder(Path folder, SortedMap<String, byte[]> found) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(CLASS)).toList()) {
        String name = nameOf(folder.relativize(file).toString().replace('\\', '/'));
        if (has(name) && !found.containsKey(name)) {
          found.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void inJar(Path file, SortedMap<String, byte[]> found) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(CLASS)).toList()) {
        String name = nameOf(entry.getName());
        if (has(name) && !found.containsKey(name)) {
          try (InputStream in = jar.getInputStream(entry)) {
            found.put(name, in.readAllBytes());
          }
        }
      }
    }
  }

  private static String nameOf(String file) {
    return file.substring(0, file.length() - CLASS.length()).replace('/', '.');
  }
}
