package dev.lockstep.simulator.policy;

import dev.lockstep.model.InvalidConstantException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The policies by name. A new one is a class and an entry here. The rivals that give the engine a
 * part of the memory take it after a colon: {@code x4-split:0.3}; it is a half where none is given,
 * as no default is known. {@code touch-one-in:32} takes how many pins come to a touch.
 */
public final class Policies {
  /** The part of the memory that is an engine's where nothing is said. */
  public static final double SHARE = 0.5;

  private static final List<EvictionPolicy> ALL =
      List.of(
          new UnifiedLru(),
          new UnifiedLruWithoutOwners(),
          new TwoStores(true, SHARE),
          new TwoStores(false, SHARE),
          new ManagedConsumer(),
          new UnmanagedConsumer(SHARE, false),
          new FixedSplit(SHARE),
          new JvmCopy());

  private static final List<EvictionPolicy> RECENCY =
      List.of(
          new UnifiedLru(),
          TouchPolicy.never(),
          TouchPolicy.oneIn(TouchPolicy.EVERY),
          TouchPolicy.scan(),
          TouchPolicy.buffer(false),
          TouchPolicy.buffer(true));

  private static final Map<String, DoubleFunction<EvictionPolicy>> WITH_SHARE =
      new TreeMap<>(
          Map.of(
              TouchPolicy.ONE_IN, TouchPolicy::oneIn,
              TwoStores.NATIVE_FIRST, share -> new TwoStores(true, share),
              TwoStores.BLOCKS_FIRST, share -> new TwoStores(false, share),
              UnmanagedConsumer.NAME, share -> new UnmanagedConsumer(share, false),
              FixedSplit.NAME, FixedSplit::new));

  private Policies() {}

  /** All of them, the proposal first. */
  public static List<EvictionPolicy> all() {
    return ALL;
  }

  /** The names, the proposal first. */
  public static List<String> names() {
    return ALL.stream().map(EvictionPolicy::name).toList();
  }

  /** The answers to hole 9, the proposal's first: which pins make a native block most recent. */
  public static List<EvictionPolicy> recency() {
    return RECENCY;
  }

  /**
   * The policy of a name, with its share if one is given.
   *
   * @param others words that the caller takes as well, for the error
   * @throws InvalidConstantException if there is none
   */
  public static EvictionPolicy byName(String text, String... others) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    EvictionPolicy policy =
        Stream.concat(ALL.stream(), RECENCY.stream())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidConstantException(
                        "policy",
                        "must be one of "
                            + String.join(
                                ", ",
                                Stream.of(
                                        names().stream(),
                                        RECENCY.stream().skip(1).map(EvictionPolicy::name),
                                        Stream.of(others))
                                    .flatMap(Function.identity())
                                    .toList())
                            + ", was "
                            + text));
    return colon < 0 ? policy : withShare(name, text.substring(colon + 1));
  }

  private static EvictionPolicy withShare(String name, String share) {
    DoubleFunction<EvictionPolicy> shared = WITH_SHARE.get(name);
    if (shared == null) {
      throw new InvalidConstantException(
          "policy", name + " takes no number; those that do are " + WITH_SHARE.keySet());
    }
    try {
      return shared.apply(Double.parseDouble(share));
    } catch (NumberFormatException e) {
      throw new InvalidConstantException(
          "policy", "what follows " + name + " must be a number, was " + share, e);
    }
  }
}
