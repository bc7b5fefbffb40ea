package dev.lockstep.spark.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bytes of classes, the first of each name on a class path. */
public final class ClassSource implements AutoCloseable {
  private final URLClassLoader loader;

  /** Of jars and folders, in order. */
  public ClassSource(List<Path> classPath) {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path path : classPath) {
        urls.add(path.toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
    loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /** The bytes of a class, by its name as in Java. */
  public Optional<byte[]> bytes(String className) {
    try (InputStream in = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a class that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public byte[] required(String className) {
    return bytes(className)
        .orElseThrow(() -> new IllegalArgumentException("no class " + className));
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
