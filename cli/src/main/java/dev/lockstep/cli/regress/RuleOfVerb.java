package dev.lockstep.cli.regress;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which rule a difference of scenarios touches. */
final class RuleOfVerb {
  private static final Pattern NAMED = Pattern.compile("^(R\\d+): ");

  /** About block locks, if nothing else is said. */
  private static final String LOCKS = "R11";

  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("put", "R4"),
          Map.entry("putAround", "R4"),
          Map.entry("putValues", "R4"),
          Map.entry("putValuesInterrupted", "R3"),
          Map.entry("putIterator", "R3"),
          Map.entry("putIteratorKilled", "R3"),
          Map.entry("get", "R9"),
          Map.entry("withGet", "R9"),
          Map.entry("remove", "R13"),
          Map.entry("stop", "R13"),
          Map.entry("clear", "R13"),
          Map.entry("contains", "R13"),
          Map.entry("getSize", "R4"),
          Map.entry("memoryUsed", "R3"),
          Map.entry("withUnroll", "R3"),
          Map.entry("reserveUnroll", "R3"),
          Map.entry("releaseUnroll", "R3"),
          Map.entry("unrollMemory", "R3"),
          Map.entry("ownUnrollMemory", "R3"),
          Map.entry("ask", "R12"),
          Map.entry("give", "R12"),
          Map.entry("withMemory", "R12"),
          Map.entry("unmanaged", "X3"),
          Map.entry("rddIds", "R13"),
          Map.entry("broadcastIds", "R13"),
          Map.entry("sessionIds", "R13"),
          Map.entry("putNative", "R1"),
          Map.entry("removeNative", "R5"),
          Map.entry("awaitReleases", "R8"));

  private RuleOfVerb() {}

  /** The one that is named in what is broken, else the one about the call. */
  static String of(ScenarioDifference difference) {
    Matcher named = NAMED.matcher(difference.detail());
    return named.find() ? named.group(1) : RULES.getOrDefault(difference.verb(), LOCKS);
  }
}
