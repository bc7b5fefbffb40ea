package dev.lockstep.spark.launch;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.schedule.weave.PointWeaver;
import dev.lockstep.spark.faults.Fault;
import dev.lockstep.traces.LockStoreUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Patched Spark stores whose threads are led through traces of the lock level. The class path is
 * that of {@link SparkStores}, and {@code lockstep-spark-threads} on it.
 */
public final class SparkLockStores implements LockStoreUnderTest.Factory, AutoCloseable {
  private static final String FACTORY = "dev.lockstep.spark.threads.led.LedStoreFactory";

  private final SparkClassLoader loader;
  private final LockStoreUnderTest.Factory factory;
  private final Optional<Fault> fault;

  private SparkLockStores(
      SparkClassLoader loader, LockStoreUnderTest.Factory factory, Optional<Fault> fault) {
    this.loader = loader;
    this.factory = factory;
    this.fault = fault;
  }

  /**
   * Opens stores.
   *
   * @param fault name of a deliberate fault to put in
   * @throws SparkClassPathException if there is no patched Spark on the path, or only part of it
   * @throws IllegalArgumentException if there is no such fault
   */
  public static SparkLockStores open(List<Path> classPath, Optional<String> fault) {
    Optional<Fault> broken = fault.map(Fault::named);
    List<ClassEdit> edits = new ArrayList<>();
    broken.map(FaultEdit::new).ifPresent(edits::add);
    edits.add(new PointEdit(new PointWeaver(LedPoints.ALL)));
    SparkClassLoader loader = new SparkClassLoader(SparkStores.urls(classPath), edits);
    boolean opened = false;
    try {
      SparkStores.check(loader, SparkStores.Kind.PATCHED);
      SparkLockStores stores =
          new SparkLockStores(
              loader, SparkStores.make(loader, FACTORY, LockStoreUnderTest.Factory.class), broken);
      opened = true;
      return stores;
    } catch (LinkageError e) {
      throw new SparkClassPathException("the class path holds only part of Spark: " + e, e);
    } finally {
      if (!opened) {
        SparkStores.close(loader);
      }
    }
  }

  @Override
  public String description() {
    return loader.asContext(factory::description)
        + fault.map(f -> " + " + f.faultName()).orElse("");
  }

  @Override
  public LockStoreUnderTest create(LockConstants constants) {
    return loader.asContext(() -> factory.create(constants));
  }

  @Override
  public void close() {
    SparkStores.close(loader);
  }
}
