package dev.lockstep.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  @Test
  void eventsOfOneInstantComeOutAsTheyWentIn() {
    EventQueue<Integer> queue = new EventQueue<>();
    for (int i = 0; i < 100; i++) {
      queue.schedule(i % 3, i);
    }
    List<Integer> expected = new ArrayList<>();
    for (int instant = 0; instant < 3; instant++) {
      for (int i = instant; i < 100; i += 3) {
        expected.add(i);
      }
    }
    List<Integer> actual = new ArrayList<>();
    while (!queue.isEmpty()) {
      actual.add(queue.next().event());
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void anEmptyQueueHasNoNextEvent() {
    assertThatThrownBy(() -> new EventQueue<String>().next())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void theClockGoesForwardOnly() {
    Clock clock = new Clock();
    assertThat(clock.advanceTo(5)).isEqualTo(5);
    assertThat(clock.advanceTo(5)).isZero();
    assertThat(clock.advanceTo(12)).isEqualTo(7);
    assertThatThrownBy(() -> clock.advanceTo(11)).isInstanceOf(IllegalArgumentException.class);
    assertThat(clock.micros()).isEqualTo(12);
  }
}
