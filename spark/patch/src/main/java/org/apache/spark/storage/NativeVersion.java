package org.apache.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.spark.package$;
import org.apache.spark.storage.memory.MemoryStore;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a Spark that the patch was not made for, and a Spark whose own classes are in use: the
 * first would fail somewhere in the middle with a method that is not there, the second at the first
 * native block.
 */
public final class NativeVersion {
  /** What Maven writes into spark-core: its own version, whatever jars it stands beside. */
  private static final String POM =
      "META-INF/maven/org.apache.spark/spark-core_2.13/pom.properties";

  private static volatile boolean woven;

  private NativeVersion() {}

  /**
   * Called by the static initializers that were woven in.
   *
   * @param madeFor the Spark that the woven classes come from; empty if it did not say
   * @throws LinkageError if this is another; an error, so that nothing is wrapped round its line
   */
  public static void check(String madeFor) {
    woven = true;
    String running = madeFor.isEmpty() ? "" : running();
    if (!running.equals(madeFor)) {
      throw new LinkageError(
          "native blocks: the patch on the class path is for Spark "
              + madeFor
              + ", and this is Spark "
              + running
              + "; make one for it: lockstep patch --spark "
              + running
              + " --output FILE.jar");
    }
  }

  /**
   * For the first call of an engine.
   *
   * @throws LinkageError if Spark's own store is in use
   */
  static void requireWoven() {
    if (woven) {
      return;
    }
    try {
      // Its static initializer is where the patch's MemoryStore says that it is one.
      Class.forName(MemoryStore.class.getName(), true, MemoryStore.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("native blocks: no MemoryStore", e);
    }
    if (!woven) {
      throw new LinkageError(
          "native blocks: Spark's own MemoryStore is in use, not the patch's. The patch has to"
              + " stand before spark-core: spark.driver.extraClassPath and"
              + " spark.executor.extraClassPath; --jars, spark.jars and addJar come after it");
    }
  }

  private static String running() {
    String core = ofCore();
    return core == null ? package$.MODULE$.SPARK_VERSION() : core;
  }

  private static @Nullable String ofCore() {
    ClassLoader loader = NativeVersion.class.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(POM)
            : loader.getResourceAsStream(POM)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      return null;
    }
  }
}
