package dev.lockstep.spark.launch;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The stores that are open in this JVM, whose classes can be exchanged while they are: much quicker
 * than to load a Spark anew for each change.
 */
public final class LoadedSparks {
  private final Instrumentation instrumentation;

  /**
   * In the JVM of an agent.
   *
   * @param instrumentation what the agent was given; it can redefine classes
   */
  public LoadedSparks(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * Exchanges the code of a class in every store that is open. Objects, fields and what the class
   * did when it was loaded stay; only method bodies may differ. A store whose own changes, such as
   * points for threads, don't fit the new code keeps what it has.
   *
   * @param className as in Java
   * @param classFile the new one, without what a store's loader puts in, which is put in again
   * @param last what to do with the bytes after that
   * @throws IllegalArgumentException if it can be run in no store
   */
  public void exchange(String className, byte[] classFile, UnaryOperator<byte[]> last) {
    Set<SparkClassLoader> loaders = new LinkedHashSet<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() instanceof SparkClassLoader loader) {
        loaders.add(loader);
      }
    }
    RuntimeException unfit = null;
    int exchanged = 0;
    for (SparkClassLoader loader : loaders) {
      try {
        Class<?> loaded = Class.forName(className, false, loader);
        instrumentation.redefineClasses(
            new ClassDefinition(loaded, last.apply(loader.edited(className, classFile))));
        exchanged++;
      } catch (ClassNotFoundException | UnmodifiableClassException e) {
        throw new IllegalStateException(className + " can't be exchanged", e);
      } catch (LinkageError | RuntimeException e) {
        unfit = new IllegalArgumentException(className + " can't be run: " + e, e);
      }
    }
    if (exchanged == 0 && unfit != null) {
      throw unfit;
    }
  }
}
