package dev.lockstep.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Sparks of one process read the same jars; each is closed when its own work is done. */
class SparkClassLoaderTest {
  private static final int LENGTH = 1 << 20;

  @Test
  void closedLoaderLeavesTheJarsOfAnotherOpen(@TempDir Path folder) throws IOException {
    List<URL> jars = List.of(jar(folder.resolve("a.jar")).toUri().toURL());
    try (SparkClassLoader running = new SparkClassLoader(jars, List.of())) {
      SparkClassLoader ended = new SparkClassLoader(jars, List.of());
      try (InputStream taken = ended.getResourceAsStream("resource")) {
        assertThat(taken).isNotNull();
      }

      try (InputStream read =
          Objects.requireNonNull(running.getResource("resource")).openStream()) {
        int first = read.read();
        ended.close();

        assertThat(first).isZero();
        assertThat(read.readAllBytes()).hasSize(LENGTH - 1);
      }
    }
  }

  private static Path jar(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("resource"));
      jar.write(new byte[LENGTH]);
    }
    return file;
  }
}
