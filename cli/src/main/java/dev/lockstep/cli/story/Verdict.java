package dev.lockstep.cli.story;

import dev.lockstep.traces.Anomaly;
import dev.lockstep.traces.Trace;
import java.util.List;
import java.util.Optional;

/**
 * How a told trace ended.
 *
 * @param asExpected whether file, model and store end it as the trace says
 * @param text that in a line
 * @param rules the rules that speak about what differs there
 * @param parted index of the first step at which file or store differs from the model; the number
 *     of steps for the end; {@link #NOWHERE}
 */
record Verdict(boolean asExpected, String text, List<String> rules, int parted) {
  static final int NOWHERE = -1;

  /**
   * Judges a run.
   *
   * @param inFile differences of the file from the model, by step
   * @param inStore the same of the store; empty lists where there is none
   * @param mustPart whether the trace expects this store to part from the model
   * @param wrongClaim what the trace claims of itself and the model denies
   */
  static Verdict of(
      Trace.Expectation expect,
      List<List<Difference>> inFile,
      List<List<Difference>> inStore,
      StoreSide store,
      boolean mustPart,
      Optional<String> wrongClaim) {
    int file = first(inFile);
    if (file != NOWHERE) {
      String field = inFile.get(file).get(0).field();
      return new Verdict(
          false,
          "NOT as expected: the file differs from the model at step " + (file + 1) + ": " + field,
          rulesOf(inFile.get(file)),
          file);
    } else if (wrongClaim.isPresent()) {
      return new Verdict(false, "NOT as expected: " + wrongClaim.get(), List.of(), NOWHERE);
    }
    int parted = first(inStore);
    if (parted != NOWHERE) {
      Difference first = inStore.get(parted).get(0);
      return parted(
          expect, store, mustPart, parted, "step " + (parted + 1), first.rule(), first.field());
    } else if (!store.lost().isEmpty()) {
      Anomaly lost = store.lost().get(0);
      return parted(expect, store, mustPart, inStore.size(), "its end", lost.rule(), lost.text());
    } else if (mustPart) {
      String rule = ((Trace.Expectation.Breaks) expect).rule();
      return new Verdict(
          false, "NOT as expected: " + store.where() + " was to break " + rule, List.of(), NOWHERE);
    }
    return new Verdict(
        true, "as expected: " + agreed(expect, inFile.size(), store), List.of(), NOWHERE);
  }

  private static List<String> rulesOf(List<Difference> differences) {
    return differences.stream().map(Difference::rule).distinct().toList();
  }

  private static int first(List<List<Difference>> differences) {
    for (int i = 0; i < differences.size(); i++) {
      if (!differences.get(i).isEmpty()) {
        return i;
      }
    }
    return NOWHERE;
  }

  private static Verdict parted(
      Trace.Expectation expect,
      StoreSide store,
      boolean mustPart,
      int step,
      String at,
      String rule,
      String what) {
    boolean meant =
        mustPart && expect instanceof Trace.Expectation.Breaks b && b.rule().equals(rule);
    return new Verdict(
        meant,
        (meant ? "as expected: " : "NOT as expected: ")
            + store.where()
            + " breaks "
            + rule
            + " at "
            + at
            + " ("
            + what
            + ")",
        List.of(rule),
        step);
  }

  private static String agreed(Trace.Expectation expect, int steps, StoreSide store) {
    String count = steps == 1 ? "the one step" : "all " + steps + " steps";
    boolean led = !store.where().isEmpty() && store.why().isEmpty();
    String who = led ? "file, model and " + store.where() : "file and model";
    String agree = who + " agree on " + count;
    return expect instanceof Trace.Expectation.Breaks b && b.where().equals("model")
        ? b.rule() + " is broken by the model's last step; " + agree
        : agree;
  }
}
