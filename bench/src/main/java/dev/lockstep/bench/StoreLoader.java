package dev.lockstep.bench;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

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
    return inside(
        () -> ((Function<Operation, StoreOperation>) create("Operations")).apply(operation));
  }

  /** A new store to be read; gives the calling thread a task of that number, and its reads. */
  @SuppressWarnings("unchecked")
  public IntFunction<StoreOperation> readers(Read read, Sharing sharing) {
    return inside(
        () ->
            ((BiFunction<Read, Sharing, IntFunction<StoreOperation>>) create("Readers"))
                .apply(read, sharing));
  }

  /**
   * A new store that is full of native blocks: number 0 puts and evicts, the others are beside it.
   *
   * @param nanos told for how long an acquisition of storage memory held the monitor
   */
  @SuppressWarnings("unchecked")
  public IntFunction<StoreOperation> holds(Beside beside, LongConsumer nanos) {
    return inside(
        () ->
            ((BiFunction<Beside, LongConsumer, IntFunction<StoreOperation>>) create("Holds"))
                .apply(beside, nanos));
  }

  private Object create(String name) {
    try {
      return loadClass(INSIDE + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the operations can't be run: " + e, e);
    }
  }

  private <T> T inside(Supplier<T> use) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Spark and its logging look here for their classes and settings.
    thread.setContextClassLoader(this);
    try {
      return use.get();
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
