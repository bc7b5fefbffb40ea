package dev.lockstep.cli.coverage;

import java.util.Comparator;

/**
 * Something that a trace can exercise, and that a smaller corpus has to keep.
 *
 * @param kind what sort of thing
 * @param name which one, unique in its kind
 */
record Item(Kind kind, String name) implements Comparable<Item> {
  private static final Comparator<Item> ORDER =
      Comparator.comparing(Item::kind).thenComparing(Item::name);

  /** The sorts, in the order in which they are told. */
  enum Kind {
    /** An action of the specification, at either level. */
    ACTION("actions"),
    /** Two calls in a row, or at the same time. */
    PAIR("pairs"),
    /** A rule with a result that could have broken it; a property that breaks. */
    RULE("rules x results"),
    /** A probe that JaCoCo put into a class of the store: a branch, or what leads to one. */
    PROBE("branch probes"),
    /** A fault, or a mutant, that a replay notices. */
    KILL("kills");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  @Override
  public int compareTo(Item other) {
    return ORDER.compare(this, other);
  }
}
