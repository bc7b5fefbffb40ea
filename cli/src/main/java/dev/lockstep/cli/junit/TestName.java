package dev.lockstep.cli.junit;

import dev.lockstep.traces.Trace;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Names for a test class: the rule first, then what tells traces of one rule apart. */
final class TestName {
  private static final Pattern RULE = Pattern.compile("R[0-9]+");
  private static final Pattern PROPERTY = Pattern.compile("(.+?)(Inv|Prop|Live)?");

  /** What each rule is about, in a word or two. */
  private static final Map<String, String> TOPICS =
      Map.ofEntries(
          Map.entry("R1", "Put"),
          Map.entry("R2", "Types"),
          Map.entry("R3", "Accounting"),
          Map.entry("R4", "Lru"),
          Map.entry("R5", "ReleaseOnce"),
          Map.entry("R6", "Order"),
          Map.entry("R7", "FailingRelease"),
          Map.entry("R8", "LocksInRelease"),
          Map.entry("R9", "Reads"),
          Map.entry("R10", "SilentDriver"),
          Map.entry("R11", "Pin"),
          Map.entry("R12", "Execution"),
          Map.entry("R13", "End"),
          Map.entry("R14", "Stock"));

  private TestName() {}

  /** The class for a trace: of one file and one expectation, always the same. */
  static String of(Path file, Trace.Expectation expect) {
    String stem = stem(file);
    if (expect instanceof Trace.Expectation.Breaks breaks) {
      String rule = breaks.rule();
      if (RULE.matcher(rule).matches()) {
        return rule + TOPICS.getOrDefault(rule, "") + "Test";
      }
      Matcher property = PROPERTY.matcher(rule);
      String named = property.matches() ? property.group(1) : rule;
      String config = stem.startsWith("MCMemoryStore") ? stem.substring(13) : "";
      return identifier(named + config) + "Test";
    }
    return identifier(stem) + "Test";
  }

  /** The words of a text, one after the other, as a Java class is named. */
  static String identifier(String text) {
    StringBuilder name = new StringBuilder();
    for (String word : text.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    boolean begins = name.length() > 0 && Character.isJavaIdentifierStart(name.charAt(0));
    return begins ? name.toString() : "Trace" + name;
  }

  /** Whether a class may be called so. */
  static boolean isClassName(String name) {
    return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
  }

  /** Whether a package may be called so. */
  static boolean isPackageName(String name) {
    return SourceVersion.isName(name);
  }

  static String stem(Path file) {
    Path name = file.getFileName();
    String text = name == null ? "" : name.toString();
    return text.replaceFirst("\\.gz$", "").replaceFirst("\\.jsonl?$", "");
  }
}
