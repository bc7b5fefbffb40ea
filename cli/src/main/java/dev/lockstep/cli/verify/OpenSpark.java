package dev.lockstep.cli.verify;

import dev.lockstep.cli.run.SparkPath;
import dev.lockstep.cli.run.StoreOptions;
import dev.lockstep.cli.run.Workspace;
import dev.lockstep.io.KeptKey;
import org.jspecify.annotations.Nullable;

/**
 * One version of Spark, its stores opened when the first is asked for: if all that they would do is
 * known, nothing is woven and nothing loaded.
 */
final class OpenSpark implements AutoCloseable {
  private final Workspace workspace;
  private final SparkPath path;
  private StoreOptions.@Nullable Opened patched;
  private StoreOptions.@Nullable Opened stock;

  OpenSpark(Workspace workspace, SparkPath path) {
    this.workspace = workspace;
    this.path = path;
  }

  String version() {
    return path.name();
  }

  SparkPath path() {
    return path;
  }

  /** Begins the name of a result of runs on it. */
  KeptKey.Builder key(String kind) {
    return path.key(workspace, kind);
  }

  /** With the patch. */
  synchronized StoreOptions.Opened patched() {
    StoreOptions.Opened open =
        patched == null ? StoreOptions.openPatched(workspace, path) : patched;
    patched = open;
    return open;
  }

  /** Without (R14). */
  synchronized StoreOptions.Opened stock() {
    StoreOptions.Opened open = stock == null ? StoreOptions.openStock(workspace, path) : stock;
    stock = open;
    return open;
  }

  @Override
  public synchronized void close() {
    if (patched != null) {
      patched.close();
    }
    if (stock != null) {
      stock.close();
    }
  }
}
