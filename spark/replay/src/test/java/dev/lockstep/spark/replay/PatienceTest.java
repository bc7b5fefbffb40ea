package dev.lockstep.spark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void waitThatNobodyEndsIsInterrupted() {
    Patience patience = Patience.begin(1);

    assertThatThrownBy(() -> new CountDownLatch(1).await())
        .isInstanceOf(InterruptedException.class);
    assertThat(patience.end()).isTrue();
    assertThat(patience.end()).isTrue();
  }

  @Test
  void callInTimeIsNotInterrupted() {
    Patience patience = Patience.begin(Patience.MILLIS_MAX);

    assertThat(patience.end()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptThatCameTooLateIsTakenBack() {
    Patience patience = Patience.begin(0);
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }

    assertThat(patience.end()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
