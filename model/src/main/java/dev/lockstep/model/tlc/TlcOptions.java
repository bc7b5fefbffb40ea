package dev.lockstep.model.tlc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What to check and with which means.
 *
 * @param module the {@code .tla} file; the modules it extends are looked for in its folder
 * @param config the {@code .cfg} file
 * @param workers threads of TLC. With one, the default, a run is deterministic: the same graph file
 *     to the byte, and the trace of a broken safety property is exact
 * @param heapMegabytes the heap of TLC's process
 * @param checkDeadlock whether a state without successor is an error
 * @param timeout after which the process is destroyed
 * @param wantGraph whether the state graph is read into memory; costs time
 */
public record TlcOptions(
    Path module,
    Path config,
    int workers,
    int heapMegabytes,
    boolean checkDeadlock,
    Duration timeout,
    boolean wantGraph) {
  /** What TLC has if nothing else is said. */
  static final int HEAP_MEGABYTES = 2048;

  public TlcOptions {
    if (workers < 1 || heapMegabytes < 1) {
      throw new IllegalArgumentException("workers and heap must be positive");
    }
    module = module.toAbsolutePath().normalize();
    config = config.toAbsolutePath().normalize();
  }

  /** Where the module and those that it extends stand. */
  Path folder() {
    return Objects.requireNonNull(module.getParent());
  }

  public static TlcOptions of(Path module, Path config) {
    return new TlcOptions(module, config, 1, HEAP_MEGABYTES, false, Duration.ofHours(1), false);
  }

  public TlcOptions withGraph() {
    return new TlcOptions(module, config, workers, heapMegabytes, checkDeadlock, timeout, true);
  }

  public TlcOptions withWorkers(int count) {
    return new TlcOptions(module, config, count, heapMegabytes, checkDeadlock, timeout, wantGraph);
  }

  public TlcOptions withHeapMegabytes(int size) {
    return new TlcOptions(module, config, workers, size, checkDeadlock, timeout, wantGraph);
  }

  public TlcOptions withDeadlockCheck() {
    return new TlcOptions(module, config, workers, heapMegabytes, true, timeout, wantGraph);
  }

  public TlcOptions withTimeout(Duration limit) {
    return new TlcOptions(module, config, workers, heapMegabytes, checkDeadlock, limit, wantGraph);
  }
}
