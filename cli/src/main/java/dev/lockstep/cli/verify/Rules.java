package dev.lockstep.cli.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules R1 to R14 and S1 to S8 by number, with a name for the table, and what the spec can say
 * of them.
 */
final class Rules {
  private static final Pattern PROPERTY = Pattern.compile("(R\\d+)[A-Z]\\w*(?:Inv|Prop|Live)");

  /** The rule about calls without native blocks, whose store is the unpatched one as well. */
  static final String STOCK = "R14";

  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("R1", "put: stored, no space, duplicate");
    TITLES.put("R2", "types: wrong puts are refused");
    TITLES.put("R3", "accounting");
    TITLES.put("R4", "one LRU for all kinds");
    TITLES.put("R5", "release exactly once");
    TITLES.put("R6", "entry, release, bytes, info");
    TITLES.put("R7", "a release that throws");
    TITLES.put("R8", "thread and locks of release");
    TITLES.put("R9", "reads refuse native blocks");
    TITLES.put("R10", "the driver never hears");
    TITLES.put("R11", "pins");
    TITLES.put("R12", "execution takes back");
    TITLES.put("R13", "remove absent, clear");
    TITLES.put(STOCK, "stock is untouched");
    TITLES.put("S1", "cached tables: levels");
    TITLES.put("S2", "ids and attempts");
    TITLES.put("S3", "registration, or streamed");
    TITLES.put("S4", "scans read what is pinned");
    TITLES.put("S5", "gone: computed again");
    TITLES.put("S6", "no orphans");
    TITLES.put("S7", "pruning as in stock");
    TITLES.put("S8", "progress");
  }

  private Rules() {}

  static List<String> all() {
    return List.copyOf(TITLES.keySet());
  }

  static String title(String rule) {
    return TITLES.getOrDefault(rule, "");
  }

  /** The rule that a property of the specification states, or an empty string. */
  static String ofProperty(String property) {
    Matcher matcher = PROPERTY.matcher(property);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** A rule of the columnar cache: checked in sessions of Spark SQL, and by nothing else yet. */
  static boolean isOfTables(String rule) {
    return rule.startsWith("S");
  }

  /** Rules about types and the driver, which the contract level has no words for. */
  static boolean outsideTheSpec(String rule) {
    return List.of("R2", "R9", "R10", STOCK).contains(rule) || isOfTables(rule);
  }

  /** R10 needs a block manager, R14 an unpatched Spark; the random run has neither. */
  static boolean outsideTheRandomRun(String rule) {
    return rule.equals("R10") || rule.equals(STOCK) || isOfTables(rule);
  }

  /** Every probe makes a native block; Spark's own suites are R14's there. */
  static boolean outsideTheContext(String rule) {
    return rule.equals(STOCK);
  }

  /** Why a rule is not a property of the contract level. */
  static String whyNotInSpec(String rule) {
    return switch (rule) {
      case "R2", "R9" -> "types: real store only";
      case "R10" -> "no driver: real store only";
      case STOCK -> "stock = model = patched";
      default -> isOfTables(rule) ? "no specification yet: real store only" : "not proved";
    };
  }
}
