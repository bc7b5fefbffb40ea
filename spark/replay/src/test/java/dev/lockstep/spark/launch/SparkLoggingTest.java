package dev.lockstep.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Spark's logging is put into that of the JDK, and goes with the Spark that has put it there. */
class SparkLoggingTest {
  /** Such as the bridge that Spark installs. */
  public static final class Bridge extends Handler {
    @Override
    public void publish(LogRecord record) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aHandlerGoesWithTheLoaderOfItsClass() throws Exception {
    Logger root = LogManager.getLogManager().getLogger("");
    Handler other = new ConsoleHandler();
    root.addHandler(other);
    try {
      SparkClassLoader loader =
          new SparkClassLoader(
              List.of(Bridge.class.getProtectionDomain().getCodeSource().getLocation()), List.of());
      Class<?> type = loader.loadClass(Bridge.class.getName());
      assertThat(type.getClassLoader()).isSameAs(loader);
      Handler bridge = (Handler) type.getDeclaredConstructor().newInstance();
      root.addHandler(bridge);

      loader.close();

      assertThat(Arrays.asList(root.getHandlers())).contains(other).doesNotContain(bridge);
    } finally {
      root.removeHandler(other);
    }
  }
}
