package dev.lockstep.spark.launch;

import dev.lockstep.schedule.soak.Soak;
import dev.lockstep.schedule.soak.SoakPlan;
import dev.lockstep.schedule.soak.SoakReport;
import dev.lockstep.schedule.soak.SoakRun;
import dev.lockstep.spark.faults.StoreFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A patched Spark in a class loader of its own, a probe in every wait and noise between the steps,
 * to be soaked by plain threads. The class path is that of {@link SparkThreads}.
 */
public final class SparkSoak {
  private static final String SOAK = "dev.lockstep.spark.threads.soak.StoreSoak";

  private final SparkClassLoader loader;
  private final Soak soak;

  private SparkSoak(SparkClassLoader loader, Soak soak) {
    this.loader = loader;
    this.soak = soak;
  }

  /**
   * Opens it. Its class loader stays open until the JVM ends, as block managers register hooks.
   *
   * @param fault name of a deliberate fault to put in
   * @throws SparkClassPathException if there is no patched Spark on the path, or only part of it
   * @throws IllegalArgumentException if there is no such fault
   */
  public static SparkSoak open(List<Path> classPath, Optional<String> fault) {
    List<ClassEdit> edits = new ArrayList<>();
    fault.map(StoreFault::named).map(FaultEdit::new).ifPresent(edits::add);
    edits.add(new WaitProbeEdit());
    edits.add(new NoiseEdit());
    SparkClassLoader loader = new SparkClassLoader(SparkStores.urls(classPath), edits);
    loader.stayOpen();
    try {
      SparkStores.check(loader, SparkStores.Kind.PATCHED);
      return new SparkSoak(loader, SparkStores.make(loader, SOAK, Soak.class));
    } catch (LinkageError e) {
      throw new SparkClassPathException("the class path holds only part of Spark: " + e, e);
    }
  }

  /** For a report: {@code spark@4.2.0}. */
  public String description() {
    return loader.asContext(soak::description);
  }

  /** Soaks a new store. */
  public SoakReport run(SoakPlan plan) throws InterruptedException {
    return SoakRun.run(loader.asContext(() -> soak.prepare(plan)), plan, loader);
  }
}
