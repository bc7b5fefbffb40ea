package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.InvalidConstantException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores of two sorts, side by side: each call is made on both. What comes back is the first's, and
 * an anomaly where the two part; so whatever compares a store with the model finds it.
 *
 * @param first makes the store whose observations are passed on
 * @param second makes the store that it is compared with
 */
public record PairedStores(StoreUnderTest.Factory first, StoreUnderTest.Factory second)
    implements StoreUnderTest.Factory {

  @Override
  public String description() {
    return first.description() + " beside " + second.description();
  }

  /** One that both can make, or the reason of the one that can't. */
  @Override
  public Optional<InvalidConstantException> whyNot(Constants constants) {
    return first.whyNot(constants).or(() -> second.whyNot(constants));
  }

  @Override
  public Pair create(Constants constants) {
    StoreUnderTest one = first.create(constants);
    try {
      return new Pair(one, second.create(constants));
    } catch (RuntimeException | Error e) {
      one.close();
      throw e;
    }
  }

  /** Two stores that get the same calls. */
  public static final class Pair implements StoreUnderTest {
    private final StoreUnderTest first;
    private final StoreUnderTest second;
    private int steps;
    private Optional<Divergence> parted = Optional.empty();

    private Pair(StoreUnderTest first, StoreUnderTest second) {
      this.first = first;
      this.second = second;
    }

    /**
     * Where they have parted: {@link Divergence#expected} is what the second did, {@link
     * Divergence#actual} the first; the rule is that of the field, or the one that an anomaly of
     * one of them breaks.
     */
    public Optional<Divergence> parted() {
      return parted;
    }

    @Override
    public Observation apply(Action action) {
      Observation one = first.apply(action);
      Observation other = second.apply(action);
      if (parted.isEmpty()) {
        parted = difference(steps, action, one, other);
      }
      steps++;
      return parted.isEmpty() ? one : with(one, parted.get());
    }

    private static Observation with(Observation seen, Divergence parted) {
      List<Anomaly> anomalies = new ArrayList<>(seen.anomalies());
      anomalies.add(
          0,
          new Anomaly(
              parted.rule(),
              parted.field() + ": " + parted.actual() + ", on the other " + parted.expected()));
      return new Observation(
          seen.result(), seen.amount(), seen.events(), seen.snapshot(), anomalies, seen.detail());
    }

    @Override
    public StoreSnapshot snapshot() {
      return first.snapshot();
    }

    /** What is lost in the end on one of them only. */
    @Override
    public List<Anomaly> finish() {
      List<Anomaly> one = first.finish();
      List<Anomaly> other = second.finish();
      if (parted.isEmpty()) {
        parted = difference(steps, new Action.Clear(), one, other);
      }
      return one;
    }

    @Override
    public void close() {
      try {
        first.close();
      } finally {
        second.close();
      }
    }
  }

  /** An anomaly of both alike is no difference between them. */
  private static Optional<Divergence> difference(
      int step, Action action, Observation one, Observation other) {
    return difference(step, action, one.anomalies(), other.anomalies())
        .or(() -> StepComparison.compare(step, action, bare(other), bare(one)));
  }

  private static Optional<Divergence> difference(
      int step, Action action, List<Anomaly> one, List<Anomaly> other) {
    if (one.equals(other)) {
      return Optional.empty();
    }
    List<Anomaly> onlyOne = new ArrayList<>(one);
    onlyOne.removeAll(other);
    List<Anomaly> onlyOther = new ArrayList<>(other);
    onlyOther.removeAll(one);
    String rule =
        !onlyOne.isEmpty()
            ? onlyOne.get(0).rule()
            : !onlyOther.isEmpty() ? onlyOther.get(0).rule() : one.get(0).rule();
    return Optional.of(
        new Divergence(step, action, rule, "anomaly", said(onlyOther), said(onlyOne)));
  }

  private static String said(List<Anomaly> anomalies) {
    return anomalies.isEmpty() ? "nothing of the kind" : anomalies.get(0).text();
  }

  private static Observation bare(Observation seen) {
    return new Observation(
        seen.result(), seen.amount(), seen.events(), seen.snapshot(), List.of(), seen.detail());
  }
}
