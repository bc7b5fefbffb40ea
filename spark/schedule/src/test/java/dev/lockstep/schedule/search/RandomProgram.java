package dev.lockstep.schedule.search;

import dev.lockstep.schedule.Body;
import dev.lockstep.schedule.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A small program of locks, tries, waits and shared cells; what each thread saw is its outcome. */
final class RandomProgram {
  private enum What {
    LOCK,
    UNLOCK,
    TRY,
    READ,
    WRITE,
    AWAIT,
    SIGNAL
  }

  private record Line(What what, int on) {}

  private final List<List<Line>> threads = new ArrayList<>();
  private final ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock()};
  private final Condition[] conditions = {
    Points.newCondition(locks[0], "test"), Points.newCondition(locks[1], "test")
  };
  private final Object cells = new Object();
  private final int[] values = new int[2];
  private final StringBuilder[] seen;

  RandomProgram(long seed, int threadCount, int lines) {
    SplittableRandom random = new SplittableRandom(seed);
    seen = new StringBuilder[threadCount];
    for (int t = 0; t < threadCount; t++) {
      seen[t] = new StringBuilder();
      List<Line> program = new ArrayList<>();
      boolean[] held = new boolean[2];
      for (int i = 0; i < lines; i++) {
        int on = random.nextInt(2);
        What what = What.values()[random.nextInt(What.values().length)];
        if (what == What.LOCK || what == What.TRY) {
          held[on] = held[on] || what == What.LOCK;
        } else if (what == What.UNLOCK || what == What.AWAIT || what == What.SIGNAL) {
          if (!held[on]) {
            what = What.READ;
          } else if (what == What.UNLOCK) {
            held[on] = false;
          }
        }
        program.add(new Line(what, on));
      }
      threads.add(program);
    }
  }

  List<Body> bodies() {
    List<Body> bodies = new ArrayList<>();
    for (int t = 0; t < threads.size(); t++) {
      int self = t;
      bodies.add(() -> run(self));
    }
    return bodies;
  }

  private void run(int t) throws InterruptedException {
    boolean[] held = new boolean[2];
    for (Line line : threads.get(t)) {
      int on = line.on();
      switch (line.what()) {
        case LOCK -> {
          if (!held[on]) {
            Points.lock(locks[on], "test");
            held[on] = true;
          }
        }
        case UNLOCK -> {
          Points.unlock(locks[on], "test");
          held[on] = false;
        }
        case TRY -> {
          boolean got = Points.tryLock(locks[on], "test");
          seen[t].append(got ? '+' : '-');
          if (got) {
            Points.unlock(locks[on], "test");
          }
        }
        case READ -> {
          Points.reads(cells, on, "test");
          seen[t].append(values[on]);
        }
        case WRITE -> {
          Points.writes(cells, on, "test");
          values[on] = t + 1;
        }
        case AWAIT -> Points.await(conditions[on], "test");
        case SIGNAL -> Points.signalAll(conditions[on], "test");
      }
    }
    for (int on = 0; on < 2; on++) {
      if (held[on]) {
        Points.unlock(locks[on], "test");
      }
    }
  }

  String outcome() {
    return String.join("|", seen) + " " + values[0] + values[1];
  }

  @Override
  public String toString() {
    return threads.toString();
  }
}
