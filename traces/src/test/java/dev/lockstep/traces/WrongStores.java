package dev.lockstep.traces;

import dev.lockstep.model.Action;
import dev.lockstep.model.Constants;
import dev.lockstep.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Stores that are wrong on purpose. */
final class WrongStores {
  private WrongStores() {}

  /** Reports each release of a native block twice when a JVM block's put evicts it. */
  static StoreUnderTest.Factory doubleRelease() {
    return altering(
        "double release",
        (action, observed) ->
            action instanceof Action.PutSerialized
                ? with(observed, doubled(observed.events()))
                : observed);
  }

  /** Forgets to say no: answers a refused call as if it had been done. */
  static StoreUnderTest.Factory answersRefusedGets() {
    return altering(
        "answers refused gets",
        (action, observed) ->
            action instanceof Action.Get && observed.result() == dev.lockstep.model.Result.REFUSED
                ? new Observation(
                    dev.lockstep.model.Result.HIT,
                    0,
                    observed.events(),
                    observed.snapshot(),
                    List.of(),
                    "")
                : observed);
  }

  /** Loses a payload, which only its end shows. */
  static StoreUnderTest.Factory leaking() {
    return wrapping("leaking", UnaryOperator.identity(), List.of(new Anomaly("R5", "n1 leaks")));
  }

  private interface Alteration {
    Observation of(Action action, Observation observed);
  }

  private static StoreUnderTest.Factory altering(String name, Alteration alteration) {
    return wrapping(
        name,
        store ->
            new StoreUnderTest() {
              @Override
              public Observation apply(Action action) {
                return alteration.of(action, store.apply(action));
              }

              @Override
              public StoreSnapshot snapshot() {
                return store.snapshot();
              }

              @Override
              public List<Anomaly> finish() {
                return store.finish();
              }
            },
        List.of());
  }

  private static StoreUnderTest.Factory wrapping(
      String name, UnaryOperator<StoreUnderTest> wrapper, List<Anomaly> atTheEnd) {
    return new StoreUnderTest.Factory() {
      @Override
      public String description() {
        return name;
      }

      @Override
      public StoreUnderTest create(Constants constants) {
        StoreUnderTest store = wrapper.apply(ModelStore.factory().create(constants));
        return new StoreUnderTest() {
          @Override
          public Observation apply(Action action) {
            return store.apply(action);
          }

          @Override
          public StoreSnapshot snapshot() {
            return store.snapshot();
          }

          @Override
          public List<Anomaly> finish() {
            return atTheEnd;
          }
        };
      }
    };
  }

  private static List<Event> doubled(List<Event> events) {
    List<Event> all = new ArrayList<>();
    for (Event event : events) {
      all.add(event);
      if (event.kind() == Event.Kind.RELEASED) {
        all.add(event);
      }
    }
    return all;
  }

  private static Observation with(Observation observed, List<Event> events) {
    return new Observation(
        observed.result(), observed.amount(), events, observed.snapshot(), List.of(), "");
  }
}
