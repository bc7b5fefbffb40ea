package dev.lockstep.bench;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Loads one Spark, and the operations on it, from a path of its own. Nothing but the JDK and the
 * types that the benchmark speaks to an operation in comes from outside, so that stock and patched
 * classes can't mix.
 */
public final class StoreLoader extends URLClassLoader {
  static {
    ClassLoader.registerAsParallelCapable();
  }

  private static final String SHARED = "dev.lockstep.bench.";
  private static final String INSIDE = "dev.lockstep.bench.store.";
  private static final String OPERATIONS = INSIDE + "Operations";
  private static final String STORE = "org.apache.spark.storage.memory.MemoryStore";
  private static final String PATCH = "org.apache.spark.storage.NativeBlockStore";

  private StoreLoader(List<Path> path) {
    super(
        "spark",
        path.stream().map(StoreLoader::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  /**
   * Opens a Spark and looks whether it is the one that was meant.
   *
   * @throws IllegalStateException if the path has none, a stock one that is woven or has the patch
   *     on its path, or a patched one that is not woven
   */
  public static StoreLoader open(StoreVariant variant, List<Path> path) {
    StoreLoader loader = new StoreLoader(path);
    boolean expected = variant == StoreVariant.PATCHED;
    if (loader.isWoven() != expected || loader.hasPatch() != expected) {
      throw new IllegalStateException(
          "this Spark is not "
              + variant
              + ": MemoryStore woven: "
              + loader.isWoven()
              + ", patch on the path: "
              + loader.hasPatch());
    }
    return loader;
  }

  /** Whether {@code MemoryStore} has the method that only the patch adds. */
  boolean isWoven() {
    try {
      return Arrays.stream(loadClass(STORE).getMethods())
          .anyMatch(m -> m.getName().equals("putNative"));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no Spark on the path", e);
    }
  }

  private boolean hasPatch() {
    return getResource(PATCH.replace('.', '/') + ".class") != null;
  }

  /** A new store with the blocks that the operation needs. */
  @SuppressWarnings("unchecked")
  public StoreOperation prepare(Operation operation) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Spark and its logging look here for their classes and settings.
    thread.setContextClassLoader(this);
    try {
      return ((Function<Operation, StoreOperation>)
              loadClass(OPERATIONS).getDeclaredConstructor().newInstance())
          .apply(operation);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the operations can't be run: " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(SHARED) && !name.startsWith(INSIDE)
        ? StoreLoader.class.getClassLoader().loadClass(name)
        : super.loadClass(name, resolve);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
