package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.StoreFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** A patch jar with deliberate faults in it, for tests that must fail on it. */
public final class BrokenPatch {
  private static final String CLASS = ".class";

  /** A fixed time makes the jar the same bytes whenever it is made. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  /** Our classes that faults call. */
  private static final List<String> CALLED =
      List.of("dev/lockstep/spark/faults/NativesFirst", "dev/lockstep/spark/faults/PinnedPayloads");

  private BrokenPatch() {}

  /**
   * Writes the jar, all at once. Its manifest says {@code Lockstep-Fault}.
   *
   * @param sound the patch as it should be
   * @param core spark-core, for a class that the patch leaves as it is
   * @throws dev.lockstep.spark.faults.FaultException if a class has not exactly one place for a
   *     fault
   */
  public static void write(Path sound, Path core, List<StoreFault> faults, Path output)
      throws IOException {
    Map<String, byte[]> classes = classesOf(sound);
    try (URLClassLoader spark =
        new URLClassLoader(
            new URL[] {core.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (StoreFault fault : faults) {
        String name = fault.target() + CLASS;
        byte[] stock = classes.containsKey(name) ? classes.get(name) : read(spark, name);
        classes.put(name, fault.applyTo(stock));
      }
    }
    for (String name : CALLED) {
      for (String part : List.of(name, name + "$1")) {
        if (resource(part) != null) {
          classes.put(part + CLASS, read(BrokenPatch.class.getClassLoader(), part + CLASS));
        }
      }
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Lockstep-Fault", names(faults));
    replace(output.toAbsolutePath(), manifest, classes);
  }

  private static String names(List<StoreFault> faults) {
    return faults.stream().map(StoreFault::faultName).collect(Collectors.joining(" "));
  }

  private static Map<String, byte[]> classesOf(Path jar) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(e -> e.getName().endsWith(CLASS)).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          classes.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return classes;
  }

  private static java.net.@org.jspecify.annotations.Nullable URL resource(String name) {
    return BrokenPatch.class.getClassLoader().getResource(name + CLASS);
  }

  private static byte[] read(ClassLoader from, String name) throws IOException {
    try (InputStream in = from.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static void replace(Path output, Manifest manifest, Map<String, byte[]> classes)
      throws IOException {
    Path fresh =
        output.resolveSibling(output.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.createDirectories(fresh.getParent());
      try (OutputStream file = Files.newOutputStream(fresh);
          JarOutputStream out = new JarOutputStream(file)) {
        put(out, JarFile.MANIFEST_NAME);
        manifest.write(out);
        out.closeEntry();
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
          put(out, entry.getKey());
          out.write(entry.getValue());
          out.closeEntry();
        }
      }
      Files.move(fresh, output, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void put(JarOutputStream out, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    out.putNextEntry(entry);
  }
}
