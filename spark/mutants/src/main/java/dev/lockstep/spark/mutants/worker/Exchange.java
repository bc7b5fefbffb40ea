package dev.lockstep.spark.mutants.worker;

import dev.lockstep.spark.launch.LoadedSparks;
import dev.lockstep.spark.mutants.ClassSource;
import dev.lockstep.spark.mutants.MutatedClass;
import dev.lockstep.spark.mutants.ProbeTable;
import dev.lockstep.spark.mutants.probe.Probes;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.BitSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gives loaded classes other code, and their own again. */
final class Exchange {
  private final Instrumentation instrumentation;
  private final ClassSource classes;
  private final boolean onClassPath;
  private @Nullable ProbeTable probes;
  private @Nullable String mutated;

  /**
   * @param classes the bytes of the sound classes
   * @param onClassPath whether Spark is on this JVM's own class path, and not in loaders of stores
   */
  Exchange(Instrumentation instrumentation, ClassSource classes, boolean onClassPath) {
    this.instrumentation = instrumentation;
    this.classes = classes;
    this.onClassPath = onClassPath;
  }

  /** Puts probes into all classes, for good. */
  void putProbesIn() {
    ProbeTable table = new ProbeTable(classes, MutatedClass.ALL);
    for (MutatedClass of : MutatedClass.ALL) {
      exchange(of.name(), classes.required(of.name()), table::probed);
    }
    probes = table;
  }

  /** Begins to count probes. */
  void listen() {
    if (probes != null) {
      Probes.reset(probes.size());
    }
  }

  BitSet heard() {
    return Probes.passed();
  }

  /** Gives a class its mutant's code. */
  void mutate(String className, byte[] classFile) {
    exchange(className, classFile, bytes -> bytes);
    mutated = className;
  }

  /** Gives the mutated class its own code again. */
  void restore() {
    if (mutated != null) {
      exchange(mutated, classes.required(mutated), bytes -> bytes);
      mutated = null;
    }
  }

  private void exchange(String className, byte[] classFile, UnaryOperator<byte[]> last) {
    if (!onClassPath) {
      new LoadedSparks(instrumentation).exchange(className, classFile, last);
      return;
    }
    try {
      Class<?> loaded = Class.forName(className, false, Exchange.class.getClassLoader());
      instrumentation.redefineClasses(new ClassDefinition(loaded, last.apply(classFile)));
    } catch (ClassNotFoundException | UnmodifiableClassException e) {
      throw new IllegalStateException(className + " can't be exchanged", e);
    }
  }
}
