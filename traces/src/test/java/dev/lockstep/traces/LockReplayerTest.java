package dev.lockstep.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.lock.LockConstants;
import dev.lockstep.model.lock.LockStep;
import dev.lockstep.traces.corpus.Corpus;
import dev.lockstep.traces.json.TraceFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that parts from a trace of the lock level, and a trace that claims what is not so. */
class LockReplayerTest {
  private static final LockTrace DEADLOCK = corpus("Hole1EngineLock");
  private static final LockTrace FORGOTTEN = corpus("NoWake");

  private static LockTrace corpus(String config) {
    try {
      return (LockTrace)
          Corpus.readAny(TestConstants.TRACES.resolve("tlc/MCMemoryStore" + config + ".json"));
    } catch (TraceFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lru",
        "info",
        "readers",
        "used",
        "pool",
        "exec",
        "monitor",
        "sleeping",
        "released",
        "queue"
      })
  void aStoreThatDiffersInOneFieldIsNoticed(String field) {
    LockDivergence divergence =
        new LockReplayer(DEADLOCK).replay(altered(o -> with(o, field))).orElseThrow();
    assertThat(divergence.field()).isEqualTo(field);
    assertThat(divergence.step()).isEqualTo(3);
    assertThat(divergence.rule()).startsWith("R");
    assertThat(divergence.action()).isEqualTo("PutUnlocks by thread 1");
    assertThat(divergence.expected()).isNotEqualTo(divergence.actual());
  }

  /** The observation with one field changed. */
  private static LockObservation with(LockObservation o, String field) {
    TreeMap<Integer, Integer> one = new TreeMap<>();
    one.put(1, 1);
    TreeMap<String, java.util.SortedMap<Integer, Integer>> readers = new TreeMap<>();
    readers.put("n1", one);
    TreeMap<String, Integer> n1 = new TreeMap<>();
    n1.put("n1", 2);
    return new LockObservation(
        field.equals("lru") ? List.of() : o.lru(),
        field.equals("info") ? n1 : o.info(),
        field.equals("readers") ? readers : o.readers(),
        field.equals("used") ? 0 : o.used(),
        field.equals("pool") ? 2 : o.pool(),
        field.equals("exec") ? one : o.exec(),
        field.equals("monitor") ? 2 : o.monitor(),
        field.equals("sleeping") ? new TreeSet<>(List.of(2)) : o.sleeping(),
        field.equals("released") ? n1 : o.released(),
        field.equals("queue") ? List.of("n2") : o.queue());
  }

  @Test
  void aStoreThatDoesNotTakeAStepIsNoticed() {
    LockStoreUnderTest.Factory stubborn =
        altered(
            o -> {
              throw new LockStoreUnderTest.StepNotTakenException("it sleeps");
            });
    LockDivergence divergence = new LockReplayer(DEADLOCK).replay(stubborn).orElseThrow();
    assertThat(divergence.field()).isEqualTo("step");
    assertThat(divergence.actual()).isEqualTo("it sleeps");
  }

  @Test
  void whatIsLostInTheEndIsNoticed() {
    LockStoreUnderTest.Factory leaking = store(o -> o, List.of(new Anomaly("R5", "n1 is lost")));
    LockDivergence divergence = new LockReplayer(DEADLOCK).replay(leaking).orElseThrow();
    assertThat(divergence.rule()).isEqualTo("R5");
    assertThat(divergence.step()).isEqualTo(DEADLOCK.length());
  }

  @Test
  void theModelDoesWhatItWasSeenToDo() {
    assertThat(new LockReplayer(DEADLOCK).replay(LockModelStore.factory())).isEmpty();
    assertThat(new LockReplayer(DEADLOCK).replay(altered(o -> o))).isEmpty();
  }

  @Test
  void aClaimThatIsNotSoIsNoticed() {
    assertThat(LockClaim.check(DEADLOCK)).isEmpty();
    assertThat(claim(DEADLOCK, "R11PinnedInv", DEADLOCK.length()))
        .hasValueSatisfying(wrong -> assertThat(wrong.actual()).isEqualTo("it holds"));
    assertThat(claim(DEADLOCK, "NoDeadlockInv", DEADLOCK.length() - 1)).isPresent();
    assertThat(claim(DEADLOCK, "NoDeadlockInv", 0)).isPresent();
    LockTrace late = corpus("NoBytesLast");
    List<LockStep.Label> longer = new ArrayList<>(late.labels());
    longer.add(
        new LockStep.Label(
            dev.lockstep.model.lock.LockAction.ReleaseEnds,
            1,
            dev.lockstep.model.lock.Frame.NO_BLOCK));
    assertThat(LockClaim.check(of(late, "R6BytesInv", longer, LockTrace.NO_LOOP)))
        .hasValueSatisfying(wrong -> assertThat(wrong.actual()).isEqualTo("it is broken here"));
  }

  private static Optional<LockDivergence> claim(LockTrace trace, String property, int length) {
    return LockClaim.check(
        of(trace, property, trace.labels().subList(0, length), LockTrace.NO_LOOP));
  }

  @Test
  void aLoopThatDoesNotCloseIsNoticed() {
    assertThat(FORGOTTEN.loop()).isEqualTo(FORGOTTEN.length());
    assertThat(LockClaim.check(FORGOTTEN)).isEmpty();
    LockTrace open = of(FORGOTTEN, "NobodyForgottenLive", FORGOTTEN.labels(), 1);
    assertThat(LockClaim.check(open))
        .hasValueSatisfying(wrong -> assertThat(wrong.field()).isEqualTo("loop"));
  }

  private static LockTrace of(
      LockTrace trace, String property, List<LockStep.Label> labels, int loop) {
    boolean live = property.endsWith("Live");
    return new LockTrace(
        trace.origin(),
        0,
        new Trace.Expectation.Breaks(property, live ? "spec" : "model"),
        trace.constants(),
        LockModelStore.steps(trace.constants(), labels),
        loop);
  }

  /** The model, its observation changed after the fourth step. */
  private static LockStoreUnderTest.Factory altered(UnaryOperator<LockObservation> change) {
    return store(change, List.of());
  }

  private static LockStoreUnderTest.Factory store(
      UnaryOperator<LockObservation> change, List<Anomaly> lost) {
    return new LockStoreUnderTest.Factory() {
      @Override
      public String description() {
        return "altered model";
      }

      @Override
      public LockStoreUnderTest create(LockConstants constants) {
        LockStoreUnderTest model = LockModelStore.factory().create(constants);
        return new LockStoreUnderTest() {
          private int steps;

          @Override
          public LockObservation apply(LockStep.Label step) {
            LockObservation seen = model.apply(step);
            return ++steps == 4 ? change.apply(seen) : seen;
          }

          @Override
          public boolean goesOn(int thread) {

            return model.goesOn(thread);
          }

          @Override
          public List<Anomaly> finish() {
            return lost;
          }
        };
      }
    };
  }
}
