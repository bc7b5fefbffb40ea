package dev.lockstep.spark.launch;

import dev.lockstep.model.InvalidConstantException;
import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.schedule.weave.PointWeaver;
import dev.lockstep.spark.faults.StoreFault;
import dev.lockstep.traces.LockStoreUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Patched Spark stores whose threads are led through traces of the lock level. The class path is
 * that of {@link SparkStores}, and {@code lockstep-spark-threads} on it. A trace that leaves
 * mechanisms out gets a store with the faults that do so.
 */
public final class SparkLockStores implements LockStoreUnderTest.Factory, AutoCloseable {
  private static final String FACTORY = "dev.lockstep.spark.threads.led.LedStoreFactory";

  private final List<Path> classPath;
  private final List<StoreFault> faults;
  private final boolean asIs;
  private final @Nullable BranchProbes probes;
  private final Map<List<StoreFault>, Opened> opened = new HashMap<>();

  /** A class loader with the faults, and the factory in it. */
  private record Opened(SparkClassLoader loader, LockStoreUnderTest.Factory factory) {}

  private SparkLockStores(
      List<Path> classPath, List<StoreFault> faults, boolean asIs, @Nullable BranchProbes probes) {
    this.classPath = List.copyOf(classPath);
    this.faults = faults;
    this.asIs = asIs;
    this.probes = probes;
  }

  /**
   * Says what to open; it is opened at the first use.
   *
   * @param fault name of a deliberate fault to put in
   * @throws IllegalArgumentException if there is no such fault
   */
  public static SparkLockStores of(List<Path> classPath, Optional<String> fault) {
    List<StoreFault> faults = fault.map(StoreFault::named).stream().toList();
    return new SparkLockStores(classPath, faults, false, null);
  }

  /**
   * The store of a class path as it is, whatever a trace leaves out: it parts from the trace where
   * it has the mechanism.
   */
  public static SparkLockStores asIs(List<Path> classPath) {
    return new SparkLockStores(classPath, List.of(), true, null);
  }

  /**
   * The same of sound stores that pass probes. In a store that is changed for a trace, the classes
   * that are changed have none.
   *
   * @param probes of the same class path
   */
  public static SparkLockStores counted(List<Path> classPath, BranchProbes probes) {
    return new SparkLockStores(classPath, List.of(), false, probes);
  }

  private Opened open(List<StoreFault> broken) {
    List<ClassEdit> edits = new ArrayList<>();
    broken.forEach(fault -> edits.add(new FaultEdit(fault)));
    if (probes != null) {
      // Before the points: a class has the same probes with and without them.
      edits.add(probes.edit(broken));
    }
    edits.add(new PointEdit(new PointWeaver(LedPoints.ALL)));
    SparkClassLoader loader = new SparkClassLoader(SparkStores.urls(classPath), edits);
    boolean done = false;
    try {
      SparkStores.check(loader, SparkStores.Kind.PATCHED);
      Opened made =
          new Opened(loader, SparkStores.make(loader, FACTORY, LockStoreUnderTest.Factory.class));
      done = true;
      return made;
    } catch (LinkageError e) {
      throw new SparkClassPathException("the class path holds only part of Spark: " + e, e);
    } finally {
      if (!done) {
        SparkStores.close(loader);
      }
    }
  }

  private synchronized Opened with(List<StoreFault> broken) {
    return opened.computeIfAbsent(broken, this::open);
  }

  @Override
  public String description() {
    Opened plain = with(faults);
    return plain.loader().asContext(plain.factory()::description)
        + String.join("", faults.stream().map(f -> " + " + f.faultName()).toList());
  }

  /**
   * A store for a trace.
   *
   * @throws SparkClassPathException if there is no patched Spark on the path, or only part of it
   */
  @Override
  public LockStoreUnderTest create(LockConstants constants) {
    Optional<InvalidConstantException> reason = whyNot(constants);
    if (reason.isPresent()) {
      throw reason.get();
    }
    List<StoreFault> broken = new ArrayList<>(faults);
    if (!asIs) {
      broken.addAll(LeftOut.faults(constants.without()));
    }
    Opened open = with(broken);
    return open.loader().asContext(() -> open.factory().create(constants));
  }

  @Override
  public List<String> changes(LockConstants constants) {
    return asIs ? List.of() : LeftOut.inWords(constants.without());
  }

  @Override
  public Optional<InvalidConstantException> whyNot(LockConstants constants) {
    if (asIs && constants.callers().enders().isEmpty()) {
      return Optional.empty();
    }
    return whyNever(constants);
  }

  /** Why no store of Spark's can be led through traces of some constants, or empty. */
  public static Optional<InvalidConstantException> whyNever(LockConstants constants) {
    if (!constants.callers().enders().isEmpty()) {
      return Optional.of(
          new InvalidConstantException(
              "enders", "the real store gives back a task's locks in an order of its own"));
    }
    if (constants.deferredRelease() && !constants.callers().stoppers().isEmpty()) {
      return Optional.of(
          new InvalidConstantException(
              "stoppers", "a stop that awaits deferred releases can't be led on the real store"));
    }
    return LeftOut.impossible(constants.without());
  }

  @Override
  public void close() {
    opened.values().forEach(open -> SparkStores.close(open.loader()));
    opened.clear();
  }
}
