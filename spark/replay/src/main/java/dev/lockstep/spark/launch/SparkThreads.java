package dev.lockstep.spark.launch;

import dev.lockstep.schedule.scenario.Scenario;
import dev.lockstep.schedule.scenario.Subject;
import dev.lockstep.schedule.weave.PointWeaver;
import dev.lockstep.spark.faults.StoreFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Spark, stock or patched, with points in it, in a class loader of its own: what scenarios of
 * threads are run on. The class path is that of {@link SparkStores}, and {@code
 * lockstep-spark-threads} on it.
 */
public final class SparkThreads implements Subject {
  private static final String SUBJECT = "dev.lockstep.spark.threads.StoreSubject";

  private final SparkClassLoader loader;
  private final Subject subject;
  private final String variant;

  private SparkThreads(SparkClassLoader loader, Subject subject, String variant) {
    this.loader = loader;
    this.subject = subject;
    this.variant = variant;
  }

  /**
   * A patched Spark.
   *
   * @throws SparkClassPathException if there is none on the path, or only part of it
   * @throws IllegalArgumentException if there is no such fault
   */
  public static SparkThreads open(List<Path> classPath, Optional<String> fault) {
    return open(classPath, SparkStores.Kind.PATCHED, fault.map(StoreFault::named), scheduled());
  }

  /** A Spark without native blocks, nothing changed but what may be read from outside (R14). */
  public static SparkThreads openStock(List<Path> classPath) {
    return open(classPath, SparkStores.Kind.STOCK, Optional.empty(), scheduled());
  }

  /** The same without points, for plain threads. */
  public static SparkThreads openPlain(List<Path> classPath, boolean patched) {
    return open(
        classPath,
        patched ? SparkStores.Kind.PATCHED : SparkStores.Kind.STOCK,
        Optional.empty(),
        List.of());
  }

  private static List<ClassEdit> scheduled() {
    return List.of(new PointEdit(new PointWeaver()));
  }

  private static SparkThreads open(
      List<Path> classPath,
      SparkStores.Kind kind,
      Optional<StoreFault> fault,
      List<ClassEdit> points) {
    List<ClassEdit> edits = new ArrayList<>();
    fault.map(FaultEdit::new).ifPresent(edits::add);
    edits.addAll(points);
    SparkClassLoader loader = new SparkClassLoader(SparkStores.urls(classPath), edits);
    boolean opened = false;
    try {
      SparkStores.check(loader, kind);
      Subject subject = SparkStores.make(loader, SUBJECT, Subject.class);
      String variant =
          kind == SparkStores.Kind.STOCK
              ? " (stock)"
              : " (patched)" + fault.map(f -> " + " + f.faultName()).orElse("");
      SparkThreads threads = new SparkThreads(loader, subject, variant);
      threads.prepare(Scenario.parse("1: isKnown s1a"));
      opened = true;
      return threads;
    } catch (LinkageError e) {
      throw new SparkClassPathException("the class path holds only part of Spark: " + e, e);
    } finally {
      if (!opened) {
        SparkStores.close(loader);
      }
    }
  }

  /** The class loader that its threads need as their context. */
  public ClassLoader loader() {
    return loader;
  }

  @Override
  public String description() {
    return loader.asContext(subject::description) + variant;
  }

  @Override
  public Prepared prepare(Scenario scenario) {
    return loader.asContext(() -> subject.prepare(scenario));
  }

  @Override
  public void close() {
    SparkStores.close(loader);
  }
}
