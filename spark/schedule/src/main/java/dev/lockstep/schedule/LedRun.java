package dev.lockstep.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A run that its caller leads, a stretch at a time: one thread goes on until it stands where it
 * should, then everything stands still again. How a trace of steps that are larger than those of
 * the code is followed.
 *
 * <p>One thread leads. While everything stands still it may look at what the threads share, itself:
 * whoever stands waits for the next order, which makes visible what was done before.
 */
public final class LedRun implements AutoCloseable {
  private static final int STEPS_MAX = 10_000_000;
  private static final int STRETCH_MAX = 500;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Order END = new Order(-1, s -> true);

  private final HandOver<Order> orders = new HandOver<>();
  private final HandOver<Arrival> arrivals = new HandOver<>();
  private final Thread director;
  private @Nullable Situation situation;
  private boolean closed;

  /** What the caller wants: a thread to go on. */
  private static final class Order {
    final int thread;
    final Predicate<Situation> arrived;
    int steps;

    Order(int thread, Predicate<Situation> arrived) {
      this.thread = thread;
      this.arrived = arrived;
    }
  }

  /** Everything stands still; why the order was not carried out, if it was not. */
  private record Arrival(@Nullable Situation at, @Nullable RuntimeException failure) {}

  /** A thread did not come to where it was led. */
  public static final class NotArrivedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotArrivedException(String message) {
      super(message);
    }
  }

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
                arrivals.put(new Arrival(null, e));
              }
            },
            "led-run");
    director.setDaemon(true);
    director.start();
    awaitArrival("the run did not begin");
  }

  private final class Led implements Scheduler {
    private @Nullable Order order;
    private boolean begun;

    @Override
    public int choose(Situation s) {
      if (!begun) {
        begun = true;
        arrivals.put(new Arrival(s, null));
      }
      while (true) {
        Order now = order == null ? take() : order;
        order = now;
        if (now == END) {
          return STOP;
        }
        if (now.steps > 0 && now.arrived.test(s)) {
          stand(s, null);
        } else if (!s.isEnabled(now.thread)) {
          stand(s, "thread " + now.thread + " can't go on: " + where(s, now.thread));
        } else if (now.steps++ > STRETCH_MAX) {
          stand(s, "thread " + now.thread + " goes past where it should stop");
        } else {
          return now.thread;
        }
      }
    }

    private void stand(Situation s, @Nullable String why) {
      order = null;
      arrivals.put(new Arrival(s, why == null ? null : new NotArrivedException(why)));
    }

    private Order take() {
      Order next = orders.take(Long.MAX_VALUE);
      // Only a broken run is interrupted.
      return next == null ? END : next;
    }
  }

  private static String where(Situation s, int thread) {
    Operation operation = s.pending(thread);
    return operation == null
        ? "it has ended" + (s.thrown(thread) == null ? "" : " by " + s.thrown(thread))
        : operation.kind() + " at " + operation.site() + (s.isAsleep(thread) ? ", asleep" : "");
  }

  /**
   * Lets a thread go on, at least one step, until it has arrived.
   *
   * @throws NotArrivedException if it can't go on before that, or goes past it
   */
  public void lead(int thread, Predicate<Situation> arrived) {
    orders.put(new Order(thread, arrived));
    awaitArrival("no answer from thread " + thread + ": it hangs outside of the points");
  }

  /** Looks, while all threads stand still. */
  public <T> T look(Function<Situation, T> look) {
    return look.apply(Objects.requireNonNull(situation));
  }

  private void awaitArrival(String otherwise) {
    Arrival arrival = arrivals.take(PATIENCE_NANOS);
    if (arrival == null) {
      throw new NotArrivedException(otherwise);
    }
    if (arrival.at() != null) {
      situation = arrival.at();
    }
    if (arrival.failure() != null) {
      throw arrival.failure();
    }
  }

  /**
   * Ends the run and unwinds its threads.
   *
   * @return whether they have come to their ends: one that hangs outside of the points does not
   */
  public boolean end() {
    if (!closed) {
      closed = true;
      orders.put(END);
    }
    try {
      director.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !director.isAlive();
  }

  @Override
  public void close() {
    boolean unused = end();
  }
}
