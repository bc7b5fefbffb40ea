package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.Fault;
import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads everything from its own path but the JDK and the types that a store under test is spoken to
 * in; so what Spark is on the caller's class path, if any, does not matter. Breaks one class on the
 * way if there is a fault to put in.
 */
final class SparkClassLoader extends URLClassLoader {
  static {
    ClassLoader.registerAsParallelCapable();
  }

  /** Packages whose classes caller and store must share. */
  private static final List<String> SHARED = List.of("dev.lockstep.model.", "dev.lockstep.traces.");

  private final ClassLoader caller;
  private final @Nullable Fault fault;
  private volatile boolean staysOpen;

  SparkClassLoader(List<URL> path, Optional<Fault> fault) {
    super("spark", path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    this.caller = StoreUnderTest.class.getClassLoader();
    this.fault = fault.orElse(null);
  }

  /** A block manager registers hooks that load classes as the JVM ends: no closing before that. */
  void stayOpen() {
    staysOpen = true;
  }

  @Override
  public void close() throws IOException {
    if (!staysOpen) {
      super.close();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? caller.loadClass(name)
        : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (fault == null || !name.equals(fault.className())) {
      return super.findClass(name);
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] broken = fault.applyTo(in.readAllBytes());
      return defineClass(name, broken, 0, broken.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
