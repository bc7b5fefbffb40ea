package dev.lockstep.cli.specmutants;

import dev.lockstep.model.tlc.mutants.SpecMutant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mutant, what became of it, and why that is no gap.
 *
 * @param target the module whose actions were mutated
 * @param reason from the list of explained mutants, or empty
 * @param stale whether something that the result depends on has changed since: it was so, and is to
 *     be run again
 */
record Judged(String target, SpecMutant mutant, MutantResult result, String reason, boolean stale) {

  /** Neither noticed nor refused nor explained. */
  boolean isGap() {
    return reason.isEmpty()
        && result.verdict() != Verdict.NOTICED
        && result.verdict() != Verdict.REJECTED;
  }

  /** Explained, though something notices it. */
  boolean isReasonOutOfDate() {
    return !reason.isEmpty()
        && (result.verdict() == Verdict.NOTICED || result.verdict() == Verdict.REJECTED);
  }

  /** The fields that {@code --json} has of it (docs/json.md). */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", mutant.key());
    row.put("module", mutant.module());
    row.put("line", mutant.span().line());
    row.put("column", mutant.span().column());
    row.put("definition", mutant.definition());
    row.put("actions", mutant.actions());
    row.put("kind", mutant.kind().word());
    row.put("dropped", mutant.dropped());
    row.put("instead", mutant.instead());
    row.put("verdict", result.verdict().word());
    row.put("property", result.property());
    row.put("config", result.config());
    row.put("steps", result.steps());
    row.put("note", result.note());
    row.put("explained", reason);
    row.put("stale", stale);
    return row;
  }
}
