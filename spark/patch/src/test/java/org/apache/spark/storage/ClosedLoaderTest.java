package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import org.apache.spark.storage.BareStore.Payload;
import org.apache.spark.util.ChildFirstURLClassLoader;
import org.junit.jupiter.api.Test;

/**
 * R7 with an engine that was a session's artifact: Spark closes the session's class loader when it
 * has been idle, and the engine's blocks stay. What its release has not loaded by then it never
 * will.
 */
class ClosedLoaderTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");

  private final BareStore store = new BareStore(100);

  /** Loaded anew by the session's loader, with its classes. */
  public static final class Engine {
    private Engine() {}

    /** The release of a payload; its classes are loaded now or when it runs. */
    public static NativeRelease release(boolean loaded) {
      if (loaded) {
        Freeing.free();
      }
      return () -> Freeing.free();
    }
  }

  /** What the release calls. */
  static final class Freeing {
    private Freeing() {}

    static void free() {}
  }

  @Test
  void releaseThatLoadsAClassTooLateIsAFatalErrorOfWhoeverEvicts() throws Exception {
    store.put(A, 100, releaseOfAClosedLoader(false));

    // The parent has the class as well, which it has not in a Spark: there, NoClassDefFoundError.
    assertThatThrownBy(() -> store.put(B, 100, new Payload())).isInstanceOf(LinkageError.class);

    assertThat(store.has(A)).isFalse();
    assertThat(store.bytesUsed()).isZero();
  }

  @Test
  void releaseWhoseClassesAreLoadedRunsAfterTheLoaderIsClosed() throws Exception {
    store.put(A, 100, releaseOfAClosedLoader(true));

    assertThat(store.put(B, 100, new Payload())).isEqualTo(NativePutResult.STORED);
  }

  private static NativeRelease releaseOfAClosedLoader(boolean loaded) throws Exception {
    URL classes = ClosedLoaderTest.class.getProtectionDomain().getCodeSource().getLocation();
    try (ChildFirstURLClassLoader session =
        new ChildFirstURLClassLoader(
            new URL[] {classes}, ClosedLoaderTest.class.getClassLoader())) {
      Class<?> engine = Class.forName(Engine.class.getName(), true, session);
      assertThat(engine).isNotSameAs(Engine.class);
      return (NativeRelease) engine.getMethod("release", boolean.class).invoke(null, loaded);
    }
  }
}
