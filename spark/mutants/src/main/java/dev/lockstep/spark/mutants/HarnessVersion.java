package dev.lockstep.spark.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A name for everything that mutants are run on: results of another are of no use. Of jars the
 * entries count, so that a build that changes nothing changes no name.
 */
public final class HarnessVersion {
  private final List<String> parts = new ArrayList<>();

  /** The classes and resources of a jar, or those whose names begin in a certain way. */
  public HarnessVersion jar(Path jar, String prefix) throws IOException {
    List<String> entries = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(e -> !e.isDirectory() && !e.getName().startsWith("META-INF"))
          .filter(e -> e.getName().startsWith(prefix))
          .map(HarnessVersion::entry)
          .forEach(entries::add);
    }
    entries.sort(Comparator.naturalOrder());
    parts.addAll(entries);
    return this;
  }

  private static String entry(ZipEntry entry) {
    return entry.getName() + " " + Long.toHexString(entry.getCrc());
  }

  /** The files of a folder that end in some way, by content. */
  public HarnessVersion folder(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        parts.add(folder.relativize(file) + " " + Digest.of(Files.readAllBytes(file)));
      }
    }
    return this;
  }

  /** The name. */
  public String name() {
    return Digest.of(String.join("\n", parts));
  }

  /** A name for each class that stands in a folder, by its simple name, with its inner classes. */
  public static Map<String, String> classes(Path folder) throws IOException {
    Map<String, String> byClass = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String simple = file.getFileName().toString().replaceFirst("(\\$.*)?\\.class$", "");
        byClass.merge(simple, Digest.of(Files.readAllBytes(file)), (a, b) -> Digest.of(a + b));
      }
    }
    return byClass;
  }
}
