package dev.lockstep.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.schedule.search.DepthFirst;
import dev.lockstep.schedule.search.Fixed;
import dev.lockstep.schedule.search.PriorityChanges;
import dev.lockstep.schedule.search.RandomWalk;
import dev.lockstep.schedule.search.Reduced;
import dev.lockstep.schedule.search.ScheduleMismatchException;
import dev.lockstep.schedule.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExecutionTest {
  private final Workers workers = new Workers(getClass().getClassLoader());
  private int counter;

  @AfterEach
  void stop() {
    workers.close();
  }

  private Body increment(Object cell) {
    return () -> {
      Points.reads(cell, 0, "increment");
      int read = counter;
      Points.writes(cell, 0, "increment");
      counter = read + 1;
    };
  }

  static Stream<Search> searches() {
    return Stream.of(
        new DepthFirst(1), new Reduced(), new RandomWalk(1), new PriorityChanges(1, 1));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void lostUpdateIsFoundAndReplays(Search search) {
    String schedule = "";
    for (int runs = 0; runs < 100 && search.isLeft() && schedule.isEmpty(); runs++) {
      Run run = incrementTwice(search.next());
      search.learn(run);
      if (counter == 1) {
        schedule = run.schedule();
      }
    }

    assertThat(schedule).isNotEmpty();
    for (int again = 0; again < 3; again++) {
      Run run = incrementTwice(new Fixed(schedule));
      assertThat(run.schedule()).isEqualTo(schedule);
      assertThat(counter).isEqualTo(1);
    }
  }

  @Test
  void withoutPreemptionsNoUpdateIsLost() {
    DepthFirst search = new DepthFirst(0);
    int runs = 0;
    while (search.isLeft()) {
      search.learn(incrementTwice(search.next()));
      runs++;
      assertThat(counter).isEqualTo(2);
    }
    assertThat(runs).isEqualTo(2);
    assertThat(search.isComplete()).isTrue();
  }

  private Run incrementTwice(Scheduler scheduler) {
    counter = 0;
    Object cell = new Object();
    return Execution.run(workers, List.of(increment(cell), increment(cell)), scheduler, 100);
  }

  @Test
  void deadlockIsToldWithWhoHoldsWhat() {
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock();
    Run run = Execution.run(workers, List.of(both(a, b), both(b, a)), new Fixed("0101"), 100);

    assertThat(run.ending()).isEqualTo(Ending.DEADLOCK);
    assertThat(run.schedule()).isEqualTo("0101");
    Run.ThreadEnd first = run.threads().get(0);
    assertThat(first.holds()).containsExactly(a);
    assertThat(first.waitsForThread()).isEqualTo(1);
    assertThat(first.waitsFor().resource()).isSameAs(b);
    assertThat(first.thrown()).isNull();
  }

  private static Body both(ReentrantLock first, ReentrantLock second) {
    return () -> {
      Points.lock(first, "both");
      try {
        Points.lock(second, "both");
        Points.unlock(second, "both");
      } finally {
        Points.unlock(first, "both");
      }
    };
  }

  @Test
  void threadThatNobodyWakesSleepsForEver() {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = Points.newCondition(lock, "test");
    Body sleeper =
        () -> {
          Points.lock(lock, "sleeper");
          Points.await(condition, "sleeper");
          Points.unlock(lock, "sleeper");
        };
    Body waker =
        () -> {
          Points.lock(lock, "waker");
          Points.signalAll(condition, "waker");
          Points.unlock(lock, "waker");
        };

    Run lost = Execution.run(workers, List.of(sleeper, waker), new Fixed("11"), 100);
    Run woken = Execution.run(workers, List.of(sleeper, waker), new Fixed("0011"), 100);

    assertThat(lost.ending()).isEqualTo(Ending.SLEEPS_FOR_EVER);
    assertThat(woken.ending()).isEqualTo(Ending.COMPLETED);
  }

  @Test
  void interruptedSleeperThrowsAndHoldsItsLock() {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = Points.newCondition(lock, "test");
    List<Boolean> held = new ArrayList<>();
    Body sleeper =
        () -> {
          Points.lock(lock, "sleeper");
          try {
            Points.await(condition, "sleeper");
          } finally {
            held.add(Points.holdsLock(lock, "sleeper"));
            Points.unlock(lock, "sleeper");
          }
        };

    Run run =
        Execution.run(workers, List.of(sleeper, () -> Points.interrupt(0)), new Fixed("001"), 100);

    assertThat(run.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(run.threads().get(0).thrown()).isInstanceOf(InterruptedException.class);
    assertThat(held).containsExactly(true);
  }

  @Test
  void endlessRunReachesItsLimit() {
    Object cell = new Object();
    Body endless =
        () -> {
          while (true) {
            Points.readsAll(cell, "endless");
          }
        };

    Run run = Execution.run(workers, List.of(endless), new Fixed(""), 50);

    assertThat(run.ending()).isEqualTo(Ending.STEP_LIMIT);
    assertThat(run.steps()).hasSize(50);
  }

  @Test
  void scheduleThatDoesNotFitIsAnError() {
    assertThatThrownBy(() -> incrementTwice(new Fixed("07")))
        .isInstanceOf(ScheduleMismatchException.class)
        .hasMessage("schedule 07: step 2 is thread '7', which can't go on there");
  }
}
