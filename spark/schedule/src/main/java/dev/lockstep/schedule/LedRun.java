package dev.lockstep.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A run that its caller leads, a stretch at a time: one thread goes on until it stands where it
 * should, then everything stands still again. How a trace of steps that are larger than those of
 * the code is followed.
 */
public final class LedRun implements AutoCloseable {
  private static final int STEPS_MAX = 10_000_000;
  private static final int STRETCH_MAX = 500;
  private static final long PATIENCE_SECONDS = 30;

  private final SynchronousQueue<Order<?>> orders = new SynchronousQueue<>();
  private final SynchronousQueue<Answer> answers = new SynchronousQueue<>();
  private final Thread director;
  private boolean closed;

  /** What the caller wants: a thread to go on, then a look. */
  private static final class Order<T> {
    final int thread;
    final Predicate<Situation> arrived;
    final Function<Situation, T> look;
    int steps;

    Order(int thread, Predicate<Situation> arrived, Function<Situation, T> look) {
      this.thread = thread;
      this.arrived = arrived;
      this.look = look;
    }
  }

  /** A value, or why there is none. */
  private record Answer(@Nullable Object value, @Nullable RuntimeException failure) {}

  /** A thread did not come to where it was led. */
  public static final class NotArrivedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotArrivedException(String message) {
      super(message);
    }
  }

  private static final Order<Object> END = new Order<>(-1, s -> true, s -> "");

  /** Begins a run of some threads, which stand before their first steps. */
  public LedRun(Workers pool, List<Body> bodies) {
    List<Body> all = new ArrayList<>(bodies);
    // Always able to go on, and never asked to: when all others hang, there is still a choice.
    all.add(
        () -> {
          while (true) {
            Points.named("anchor", null);
          }
        });
    this.director =
        new Thread(
            () -> {
              try {
                Execution.run(pool, all, new Led(), STEPS_MAX);
              } catch (RuntimeException e) {
                answer(new Answer(null, e));
              }
            },
            "led-run");
    director.setDaemon(true);
    director.start();
  }

  private final class Led implements Scheduler {
    private @Nullable Order<?> order;

    @Override
    public int choose(Situation s) {
      while (true) {
        Order<?> now = order;
        if (now == null) {
          now = take();
          order = now;
        }
        if (now == END) {
          return STOP;
        }
        if (now.thread < 0 || (now.steps > 0 && now.arrived.test(s))) {
          reply(now, s);
        } else if (!s.isEnabled(now.thread)) {
          order = null;
          fail("thread " + now.thread + " can't go on: " + where(s, now.thread));
        } else if (now.steps++ > STRETCH_MAX) {
          order = null;
          fail("thread " + now.thread + " goes past where it should stop");
        } else {
          return now.thread;
        }
      }
    }

    private void reply(Order<?> now, Situation s) {
      order = null;
      try {
        answer(new Answer(now.look.apply(s), null));
      } catch (RuntimeException e) {
        answer(new Answer(null, e));
      }
    }

    private void fail(String why) {
      answer(new Answer(null, new NotArrivedException(why)));
    }

    private Order<?> take() {
      try {
        return orders.take();
      } catch (InterruptedException e) {
        // Only a broken run is interrupted.
      }
      return END;
    }
  }

  private static String where(Situation s, int thread) {
    Operation operation = s.pending(thread);
    return operation == null
        ? "it has ended" + (s.thrown(thread) == null ? "" : " by " + s.thrown(thread))
        : operation.kind() + " at " + operation.site() + (s.isAsleep(thread) ? ", asleep" : "");
  }

  private void answer(Answer answer) {
    try {
      answers.offer(answer, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets a thread go on, at least one step, until it has arrived; then looks.
   *
   * @throws NotArrivedException if it can't go on before that, or goes past it
   */
  public <T> T lead(int thread, Predicate<Situation> arrived, Function<Situation, T> look) {
    return order(new Order<>(thread, arrived, look));
  }

  /** Looks, while all threads stand still. */
  public <T> T look(Function<Situation, T> look) {
    return order(new Order<>(-1, s -> true, look));
  }

  @SuppressWarnings("unchecked")
  private <T> T order(Order<T> order) {
    try {
      if (!orders.offer(order, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new NotArrivedException("nobody takes orders: a thread hangs outside of the points");
      }
      Answer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new NotArrivedException(
            "no answer from thread " + order.thread + ": it hangs outside of the points");
      }
      if (answer.failure() != null) {
        throw answer.failure();
      }
      return (T) Objects.requireNonNull(answer.value());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends the run and unwinds its threads. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      // A run that has failed takes no order any more.
      while (director.isAlive()
          && !orders.offer(END, 10, TimeUnit.MILLISECONDS)
          && System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      director.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
