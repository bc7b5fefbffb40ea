package dev.lockstep.cli.run;

import org.jspecify.annotations.Nullable;

/** Progress of a download that most of the time does not happen: no bar before the first byte. */
final class DownloadProgress implements AutoCloseable {
  private static final long MEGABYTE = 1_000_000;

  private final String task;
  private @Nullable Progress bar;

  DownloadProgress(String task) {
    this.task = task;
  }

  synchronized void downloaded(long bytes) {
    Progress shown = bar;
    if (shown == null) {
      shown = new Progress(task, -1);
      bar = shown;
    }
    shown.to(bytes / MEGABYTE);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
