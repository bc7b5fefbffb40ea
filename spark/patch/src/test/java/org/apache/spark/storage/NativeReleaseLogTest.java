package org.apache.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.storage.memory.NativeReleases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R7: whatever a release throws is logged with the id of its block. */
class NativeReleaseLogTest {
  private static final NativeBlockId A = NativeBlockId.of("velox", "a");
  private static final NativeBlockId B = NativeBlockId.of("velox", "b");

  private final BareStore store = new BareStore(100);
  private final List<String> lines = new ArrayList<>();
  private final AbstractAppender appender =
      new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
      };
  private Logger logger;
  private Level before;

  @BeforeEach
  void listen() {
    logger = (Logger) LogManager.getLogger(NativeReleases.class);
    before = logger.getLevel();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
  }

  @AfterEach
  void stopListening() {
    logger.removeAppender(appender);
    logger.setLevel(before);
  }

  @Test
  void ordinaryExceptionIsLogged() {
    store.put(
        A,
        10,
        () -> {
          throw new IOException("engine");
        });

    store.remove(A);

    assertThat(lines).singleElement().asString().contains(A.name()).contains("IOException: engine");
  }

  @Test
  void whatADeferredReleaseThrowsIsLogged() {
    NativeReleases.deferTo(store.memory, task -> {});
    store.put(
        A,
        10,
        () -> {
          throw new IOException("engine");
        });

    store.natives.removeNative(A);
    assertThat(lines).isEmpty();
    store.natives.awaitReleases();

    assertThat(lines).singleElement().asString().contains(A.name()).contains("IOException: engine");
  }

  /** With no memory left, say: what the release threw matters more, and has the other with it. */
  @Test
  void aLogThatFailsHidesNothing() {
    OutOfMemoryError noMemory = new OutOfMemoryError("log");
    AbstractAppender failing =
        new AbstractAppender("failing", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            throw noMemory;
          }
        };
    failing.start();
    logger.addAppender(failing);
    LinkageError fatal = new LinkageError("engine");
    store.put(
        A,
        10,
        () -> {
          throw fatal;
        });
    try {
      assertThatThrownBy(() -> store.remove(A)).isSameAs(fatal);
    } finally {
      logger.removeAppender(failing);
    }

    assertThat(fatal.getSuppressed()).hasSize(1);
    assertThat(store.bytesUsed()).isZero();
  }

  /** The JVM's own errors have no room for a second one: the log has both. */
  @Test
  void everyFatalErrorIsLogged() {
    for (NativeBlockId id : List.of(A, B)) {
      store.put(
          id,
          10,
          () -> {
            throw new LinkageError("engine");
          });
    }

    assertThatThrownBy(store.memory::clear).isInstanceOf(LinkageError.class);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains(A.name()).contains("LinkageError");
    assertThat(lines.get(1)).contains(B.name()).contains("LinkageError");
  }
}
