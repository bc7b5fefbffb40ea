package dev.lockstep.spark.replay;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * The adapter of this class path: the one that a jar names, or that of our patch. As a supplier it
 * says where that one runs releases, to whoever opens the class path from outside.
 */
public final class AdapterOnPath implements Supplier<Optional<String>> {
  private static final class Found {
    static final NativeAdapter ADAPTER = find();
  }

  /**
   * The adapter, always the same.
   *
   * @throws IllegalStateException if there are several
   */
  public static NativeAdapter adapter() {
    return Found.ADAPTER;
  }

  private static NativeAdapter find() {
    ClassLoader here = NativeAdapter.class.getClassLoader();
    List<NativeAdapter> named =
        ServiceLoader.load(NativeAdapter.class, here).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (named.size() > 1) {
      throw new IllegalStateException("several native adapters on one class path: " + named);
    }
    return named.isEmpty() ? new PatchNatives() : named.get(0);
  }

  @Override
  public Optional<String> get() {
    return find().releaseSite();
  }
}
