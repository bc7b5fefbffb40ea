package dev.lockstep.cli.random;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * The property that {@code verify} checks on thousands of sequences: after every call the store is
 * as the model says. {@link SequenceRun} starts it; the number of tries is a parameter of the run.
 */
public final class StoreSequences {
  /** Calls in a sequence at most. */
  static final int CALLS_MAX = 50;

  /** JUnit makes the instance, so the run that it belongs to is handed over here. */
  private static @Nullable SequenceRun current;

  static void use(@Nullable SequenceRun run) {
    current = run;
  }

  /** Any sequence of calls: the store does what the model does. */
  @Property(
      seed = "1",
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.BOUNDED)
  public void storeDoesWhatTheModelDoes(@ForAll("sequences") ActionChain<Session> sequence) {
    run().execute(sequence);
  }

  /** Sequences over each of the run's constants. A call is a number; its meaning is the state's. */
  @Provide
  public Arbitrary<ActionChain<Session>> sequences() {
    SequenceRun run = run();
    return Arbitraries.of(run.universes())
        .flatMap(
            universe ->
                ActionChain.startWith(() -> run.begin(universe))
                    .withAction(new Call(run))
                    .withMaxTransformations(CALLS_MAX));
  }

  private static SequenceRun run() {
    return Optional.ofNullable(current)
        .orElseThrow(() -> new IllegalStateException("StoreSequences runs through SequenceRun"));
  }

  /** A call picked by a number. */
  private record Call(SequenceRun run) implements Action.Independent<Session> {
    @Override
    public Arbitrary<Transformer<Session>> transformer() {
      return Arbitraries.longs()
          .between(0, Long.MAX_VALUE)
          .map(
              choice ->
                  Transformer.mutate("call " + choice, session -> session.call(run.mixed(choice))));
    }
  }
}
