package dev.lockstep.cli.specmutants;

import java.util.Locale;

/** What became of a mutant. */
enum Verdict {
  /** A named property fails, or one that must fail does not. */
  NOTICED,
  /** TLC refuses it or can't evaluate it. */
  REJECTED,
  /** No config ever comes to a state in which the piece makes a difference. */
  SAME,
  /** Every property holds, though it makes a difference to some config. */
  UNNOTICED,
  /** TLC did not come to an end within its limits, and nothing noticed before. */
  UNDECIDED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Verdict ofWord(String word) {
    for (Verdict verdict : values()) {
      if (verdict.word().equals(word)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("no verdict " + word);
  }
}
