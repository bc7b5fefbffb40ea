package dev.lockstep.cli.verify;

import dev.lockstep.io.KeptKey;
import dev.lockstep.io.KeptResults;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The pieces of a verification, each computed unless all that it depends on is as it was when it
 * was computed last. What was not as expected is not kept; a verdict of TLC's is, whatever it says
 * ({@link dev.lockstep.model.tlc.TlcRuns}).
 */
final class KeptParts {
  private final KeptResults kept;
  private final Map<String, Reuse> reuse = new ConcurrentHashMap<>();

  KeptParts(KeptResults kept) {
    this.kept = kept;
  }

  /**
   * How much of a part was not computed now.
   *
   * @param kept pieces that earlier runs had computed
   * @param all pieces
   */
  record Reuse(int kept, int all) {
    private Reuse plus(Reuse other) {
      return new Reuse(kept + other.kept, all + other.all);
    }

    /** For a line of the table; empty if all was computed now. */
    String words() {
      return kept == 0 ? "" : kept == all ? ", kept" : ", " + kept + " of " + all + " kept";
    }
  }

  /** Computes a piece. */
  interface Piece<T> {
    T compute() throws IOException, InterruptedException;
  }

  /**
   * A piece, kept or computed.
   *
   * @param part the line of the table that it is of
   * @param key all that it depends on
   * @param good whether it may be kept
   */
  <T> T get(String part, KeptKey key, Class<T> type, Predicate<T> good, Piece<T> piece)
      throws IOException, InterruptedException {
    Optional<T> before = kept.find(key, type);
    count(part, before.isPresent());
    if (before.isPresent()) {
      return before.get();
    }
    T now = piece.compute();
    if (good.test(now)) {
      kept.keep(key, now);
    }
    return now;
  }

  /** Counts a piece that is kept elsewhere. */
  void count(String part, boolean isKept) {
    reuse.merge(part, new Reuse(isKept ? 1 : 0, 1), Reuse::plus);
  }

  /** By part. */
  Map<String, Reuse> reuse() {
    return Map.copyOf(reuse);
  }
}
