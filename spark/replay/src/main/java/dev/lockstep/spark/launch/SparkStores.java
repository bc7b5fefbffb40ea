package dev.lockstep.spark.launch;

import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.PoolSpec;
import dev.lockstep.spark.faults.FaultException;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.traces.StoreUnderTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spark stores from paths, in a class loader of their own. No flag of the JVM is needed.
 *
 * <p>The path holds, in this order: a folder of freshly woven classes if the Spark is not the one
 * that the patch was built for; the patch; {@code lockstep-spark-replay}; spark-core and all that
 * it needs. The JVM's own class path needs {@code lockstep-spark-replay}, the model and the traces.
 */
public final class SparkStores implements StoreUnderTest.Factory, AutoCloseable {
  private static final String BARE = "dev.lockstep.spark.replay.SparkStoreFactory";
  private static final String MANAGED = "dev.lockstep.spark.replay.BlockManagerStoreFactory";
  private static final String STORE = "org.apache.spark.storage.memory.MemoryStore";
  static final String PATCH = "org.apache.spark.storage.NativeBlockStore";

  private final SparkClassLoader loader;
  private final StoreUnderTest.Factory factory;
  private final Kind kind;
  private final @Nullable StoreFault fault;

  /** Which native blocks the store has: our patch's, none, or those that an adapter knows. */
  enum Kind {
    PATCHED,
    STOCK,
    ADAPTED
  }

  private SparkStores(
      SparkClassLoader loader,
      StoreUnderTest.Factory factory,
      Kind kind,
      @Nullable StoreFault fault) {
    this.loader = loader;
    this.factory = factory;
    this.kind = kind;
    this.fault = fault;
  }

  /**
   * Opens stores, and makes one to see that it works.
   *
   * @param classPath jars and folders, in order
   * @param fault name of a deliberate fault to put in, one of {@link StoreFault#names}
   * @throws SparkClassPathException if there is no patched Spark on the path, or only part of it
   * @throws IllegalArgumentException if there is no such fault
   */
  public static SparkStores open(List<Path> classPath, Optional<String> fault) {
    return open(classPath, Kind.PATCHED, fault.map(StoreFault::named));
  }

  /**
   * Opens sound stores that pass probes.
   *
   * @param probes of the same class path
   * @throws SparkClassPathException if there is no patched Spark on the path, or only part of it
   */
  public static SparkStores openCounted(List<Path> classPath, BranchProbes probes) {
    return open(classPath, Kind.PATCHED, Optional.empty(), List.of(probes.edit(List.of())));
  }

  /**
   * Opens stores of a Spark that is not patched, but for the fields that the adapter reads (R14).
   * They have no native blocks: a native put ends in an error.
   *
   * @param classPath jars and folders, in order: the patch last, where no class of Spark's calls it
   * @throws SparkClassPathException if there is no such Spark on the path, or only part of it
   */
  public static SparkStores openStock(List<Path> classPath) {
    return open(classPath, Kind.STOCK, Optional.empty());
  }

  /**
   * Opens stores of a Spark with native blocks of its own, spoken to through the adapter that a jar
   * on the path names. No class of our patch is on the path.
   *
   * @param classPath jars and folders, in order
   * @param fault name of a deliberate fault to put in, one that one thread shows
   * @throws SparkClassPathException if there is no such Spark or no adapter on the path
   * @throws IllegalArgumentException if there is no such fault, or it can't be put in there
   */
  public static SparkStores openAdapted(List<Path> classPath, Optional<String> fault) {
    return open(
        classPath,
        Kind.ADAPTED,
        fault.map(StoreFault::named).map(named -> Adapters.faultIn(classPath, named)));
  }

  private static SparkStores open(List<Path> classPath, Kind kind, Optional<StoreFault> broken) {
    return open(classPath, kind, broken, broken.<ClassEdit>map(FaultEdit::new).stream().toList());
  }

  private static SparkStores open(
      List<Path> classPath, Kind kind, Optional<StoreFault> broken, List<ClassEdit> edits) {
    SparkClassLoader loader = new SparkClassLoader(urls(classPath), edits);
    boolean opened = false;
    try {
      check(loader, kind);
      SparkStores stores =
          new SparkStores(loader, factory(loader, BARE), kind, broken.orElse(null));
      stores.create(smallest()).close();
      opened = true;
      return stores;
    } catch (LinkageError e) {
      throw new SparkClassPathException("the class path holds only part of Spark: " + e, e);
    } catch (FaultException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      if (!opened) {
        close(loader);
      }
    }
  }

  /** The entries of a class path in the syntax of the JVM; {@code folder/*} stands for its jars. */
  public static List<Path> classPath(String text) {
    List<Path> path = new ArrayList<>();
    for (String entry : text.split(File.pathSeparator)) {
      if (entry.endsWith(File.separator + "*")) {
        path.addAll(jarsIn(Path.of(entry.substring(0, entry.length() - 2))));
      } else if (!entry.isEmpty()) {
        path.add(Path.of(entry));
      }
    }
    return path;
  }

  private static List<Path> jarsIn(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new SparkClassPathException("can't list the jars of " + folder, e);
    }
  }

  /**
   * The same Spark and fault, but each store inside a real {@code BlockManager}: slower, and R10 is
   * seen as well. It shares this object's class loader, which then stays open until the JVM ends.
   */
  public SparkStores inBlockManagers() {
    loader.stayOpen();
    return new SparkStores(loader, factory(loader, MANAGED), kind, fault);
  }

  @Override
  public String description() {
    String description = loader.asContext(factory::description);
    return (kind == Kind.STOCK ? description.replace("(patched)", "(stock)") : description)
        + (fault == null ? "" : " + " + fault.faultName());
  }

  @Override
  public Optional<InvalidConstantException> whyNot(Constants constants) {
    return loader.asContext(() -> factory.whyNot(constants));
  }

  @Override
  public StoreUnderTest create(Constants constants) {
    return loader.asContext(() -> factory.create(constants));
  }

  @Override
  public void close() {
    close(loader);
  }

  static void close(SparkClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StoreUnderTest.Factory factory(SparkClassLoader loader, String name) {
    return make(loader, name, StoreUnderTest.Factory.class);
  }

  /** One of our own classes beside Spark, by its constructor without arguments. */
  static <T> T make(SparkClassLoader loader, String name, Class<T> type) {
    try {
      return type.cast(loader.loadClass(name).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new SparkClassPathException(name + " is not on the class path", e);
    } catch (InvocationTargetException e) {
      throw new SparkClassPathException(name + " can't be run: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new SparkClassPathException(name + " can't be run: " + e, e);
    }
  }

  static void check(SparkClassLoader loader, Kind kind) {
    Class<?> store = load(loader, STORE, "spark-core");
    if (kind == Kind.ADAPTED) {
      Adapters.check(loader);
      return;
    }
    load(loader, PATCH, "lockstep-spark-patch");
    boolean woven =
        Arrays.stream(store.getMethods()).anyMatch(m -> m.getName().equals("putNative"));
    if (woven && kind == Kind.STOCK) {
      throw new SparkClassPathException("this Spark is woven: " + STORE + " has a putNative");
    }
    if (!woven && kind == Kind.PATCHED) {
      throw new SparkClassPathException(
          "spark-core stands before lockstep-spark-patch on the class path: "
              + STORE
              + " is not woven");
    }
  }

  private static Class<?> load(SparkClassLoader loader, String name, String jar) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new SparkClassPathException(jar + " is not on the class path: no " + name, e);
    }
  }

  static List<URL> urls(List<Path> classPath) {
    List<URL> urls = new ArrayList<>();
    for (Path path : classPath) {
      if (!Files.exists(path)) {
        throw new SparkClassPathException("class path entry " + path + " does not exist");
      }
      try {
        urls.add(path.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new SparkClassPathException("class path entry " + path + " has no URL", e);
      }
    }
    return urls;
  }

  private static Constants smallest() {
    return new Constants(
        1,
        List.of(),
        new PoolSpec(1, 0),
        new PoolSpec(0, 0),
        1,
        Set.of(),
        Set.of(),
        new TreeSet<>(),
        1);
  }
}
