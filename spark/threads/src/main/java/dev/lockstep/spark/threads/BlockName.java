package dev.lockstep.spark.threads;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.NativeBlockId;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.TestBlockId;

/**
 * A block as scenarios name it: {@code s1a}, a serialized block of one unit; {@code n2b}, a native
 * one of two; {@code v1c}, one of values; {@code r1d}, a serialized one of RDD 0. Another size
 * makes another block. After {@code !} what goes wrong with it.
 *
 * @param name the name, without what goes wrong: {@code s1a}
 * @param kind its first letter
 * @param units its size
 * @param trouble what goes wrong, or nothing
 */
record BlockName(String name, char kind, int units, Optional<Trouble> trouble) {
  private static final Pattern FORM = Pattern.compile("([snvr])([1-9])([a-z])(?:!([a-z]+))?");

  /** What goes wrong. */
  enum Trouble {
    /** The bytes, the values or the release throw an ordinary error. */
    THROWS,
    /** The release throws a fatal error. */
    FATAL,
    /** The values can be closed, and throw then. */
    CLOSE,
    /** Its drop by an eviction throws before anything has happened. */
    DROP,
    /** The release, or the close of the values, removes the native block of the next letter. */
    REMOVES,
    /** The same puts it, with one unit. */
    PUTS,
    /** The same pins it, and unpins it. */
    PINS,
    /** The release takes the engine's lock. */
    WAITS
  }

  /**
   * From a word.
   *
   * @throws IllegalArgumentException if it has another form
   */
  static BlockName of(String word) {
    Matcher matcher = FORM.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a block such as s1a, n2b, v1c or r1d, found '" + word + "'");
    }
    Optional<Trouble> trouble = Optional.empty();
    if (matcher.group(4) != null) {
      try {
        trouble = Optional.of(Trouble.valueOf(matcher.group(4).toUpperCase(java.util.Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "expected !throws, !fatal, !close, !drop, !removes, !puts, !pins or !waits, found '"
                + word
                + "'",
            e);
      }
    }
    String name = matcher.group(1) + matcher.group(2) + matcher.group(3);
    return new BlockName(name, name.charAt(0), Character.digit(name.charAt(1), 10), trouble);
  }

  /** Whether a word has the form of a block. */
  static boolean isBlock(String word) {
    return FORM.matcher(word).matches();
  }

  BlockId id() {
    return switch (kind) {
      case 'n' -> nativeId();
      case 'r' -> new RDDBlockId(0, name.charAt(1) * 100 + name.charAt(2));
      default -> new TestBlockId(name);
    };
  }

  NativeBlockId nativeId() {
    return NativeBlockId.of("lockstep", name);
  }

  /** Whether its release, or the close of its values, calls the store again. */
  boolean calls() {
    return has(Trouble.REMOVES) || has(Trouble.PUTS) || has(Trouble.PINS);
  }

  /** What such a call is for. */
  BlockName next() {
    return of("n1" + (char) (name.charAt(2) + 1));
  }

  boolean has(Trouble what) {
    return trouble.isPresent() && trouble.get() == what;
  }
}
