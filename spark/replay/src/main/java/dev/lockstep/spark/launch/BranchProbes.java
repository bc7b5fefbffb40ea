package dev.lockstep.spark.launch;

import dev.lockstep.spark.faults.StoreFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/**
 * JaCoCo's probes in the classes of the store, put in while a class loader of ours loads them; no
 * agent. Stores that are opened with one object share its probes, with or without points for
 * threads in them. One trace after the other: a probe does not know who passed it.
 */
public final class BranchProbes implements AutoCloseable {
  private final SortedMap<String, byte[]> classes;
  private final RuntimeData data = new RuntimeData();
  private final LoggerRuntime runtime = new LoggerRuntime();
  private final Instrumenter instrumenter = new Instrumenter(runtime);
  private final Map<String, ExecutionData> shapes = new HashMap<>();

  private BranchProbes(SortedMap<String, byte[]> classes) {
    this.classes = classes;
  }

  /**
   * Probes for the classes of a class path.
   *
   * @throws SparkClassPathException if an entry of it can't be read
   */
  public static BranchProbes of(List<Path> classPath) {
    BranchProbes probes = new BranchProbes(CountedClasses.on(classPath));
    try {
      probes.runtime.startup(probes.data);
    } catch (Exception e) {
      throw new IllegalStateException("JaCoCo's runtime does not start", e);
    }
    return probes;
  }

  /** The edit that puts them in; a class that a fault has broken is another one and has none. */
  ClassEdit edit(List<StoreFault> broken) {
    return new ClassEdit() {
      @Override
      public boolean concerns(String className) {
        return classes.containsKey(className)
            && broken.stream().noneMatch(fault -> fault.className().equals(className));
      }

      @Override
      public byte[] applyTo(byte[] classFile) {
        try {
          return instrumenter.instrument(classFile, "a class of the store");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** The probes passed since the last call, by any thread; they are set back. */
  public ProbeSet takePassed() {
    SortedMap<String, BitSet> passed = new TreeMap<>();
    data.collect(
        execution -> {
          String name = execution.getName().replace('/', '.');
          BitSet bits = new BitSet();
          boolean[] probes = execution.getProbes();
          for (int i = 0; i < probes.length; i++) {
            bits.set(i, probes[i]);
          }
          passed.merge(name, bits, BranchProbes::or);
          shapes.put(name, execution);
        },
        new SessionInfoStore(),
        true);
    return new ProbeSet(passed);
  }

  private static BitSet or(BitSet one, BitSet other) {
    one.or(other);
    return one;
  }

  /** What some probes mean for each class, Spark's own first; those never loaded as well. */
  public List<ClassCoverage> coverage(ProbeSet passed) {
    ExecutionDataStore store = new ExecutionDataStore();
    passed
        .byClass()
        .forEach(
            (name, bits) -> {
              ExecutionData shape = shapes.get(name);
              if (shape != null) {
                boolean[] probes = new boolean[shape.getProbes().length];
                bits.stream().forEach(i -> probes[i] = true);
                store.put(new ExecutionData(shape.getId(), shape.getName(), probes));
              }
            });
    CoverageBuilder builder = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(store, builder);
    classes.forEach(
        (name, bytes) -> {
          try {
            analyzer.analyzeClass(bytes, name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    List<ClassCoverage> rows = new ArrayList<>();
    builder.getClasses().forEach(row -> rows.add(ClassCoverage.of(row)));
    rows.removeIf(row -> row.lines().all() == 0); // An interface.
    rows.sort(CountedClasses.ORDER);
    return rows;
  }

  @Override
  public void close() {
    runtime.shutdown();
  }
}
