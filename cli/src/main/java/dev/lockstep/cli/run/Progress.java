package dev.lockstep.cli.run;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal; nothing in a pipe. */
public final class Progress implements AutoCloseable {
  /** Set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "lockstep.terminal";

  private final @Nullable ProgressBar bar;

  /**
   * @param task what is going on
   * @param max how many units of it there are, or a negative number if nobody knows
   */
  public Progress(String task, long max) {
    this.bar =
        Boolean.getBoolean(TERMINAL)
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  public void to(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Shows something beside the bar. */
  public void say(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
