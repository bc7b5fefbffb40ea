package dev.lockstep.spark.launch;

import dev.lockstep.traces.StoreUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Loads everything from its own path but the JDK and the types that a store under test is spoken to
 * in; so what Spark is on the caller's class path, if any, does not matter. Edits classes on the
 * way: a fault is put in, points at which threads stop.
 */
final class SparkClassLoader extends URLClassLoader {
  static {
    ClassLoader.registerAsParallelCapable();
    // The JDK shares an open jar among all who read a resource of it by URL, and a loader that is
    // closed closes the jars that it took resources from: under the hands of any other loader of
    // the process. So a Spark failed to initialize a class while the Spark beside it was closed.
    URLConnection.setDefaultUseCaches("jar", false);
  }

  /** Packages whose classes caller and store must share. */
  private static final List<String> SHARED =
      List.of(
          "dev.lockstep.io.",
          "dev.lockstep.model.",
          "dev.lockstep.traces.",
          "dev.lockstep.schedule.",
          // Called by woven code that counts which of its lines run.
          "dev.lockstep.spark.mutants.probe.");

  private final ClassLoader caller;
  private final List<ClassEdit> edits;
  private volatile boolean staysOpen;

  SparkClassLoader(List<URL> path, List<ClassEdit> edits) {
    super("spark", path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    this.caller = StoreUnderTest.class.getClassLoader();
    this.edits = List.copyOf(edits);
  }

  /** A block manager registers hooks that load classes as the JVM ends: no closing before that. */
  void stayOpen() {
    staysOpen = true;
  }

  /** Spark and its logging look for their classes and settings in the thread's class loader. */
  <T> T asContext(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws IOException {
    if (!staysOpen) {
      forgetLogging();
      super.close();
    }
  }

  /**
   * Spark's logging puts a handler into that of the JDK, for all of the process: without its
   * classes, the next line that anybody logs there would fail.
   */
  private void forgetLogging() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      if (handler.getClass().getClassLoader() == this) {
        root.removeHandler(handler);
      }
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? caller.loadClass(name)
        : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    List<ClassEdit> concerned = edits.stream().filter(edit -> edit.concerns(name)).toList();
    if (concerned.isEmpty()) {
      return super.findClass(name);
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] edited = edited(name, in.readAllBytes());
      return defineClass(name, edited, 0, edited.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** What this loader makes of the bytes of a class. */
  byte[] edited(String name, byte[] classFile) {
    byte[] edited = classFile;
    for (ClassEdit edit : edits) {
      edited = edit.concerns(name) ? edit.applyTo(edited) : edited;
    }
    return edited;
  }
}
