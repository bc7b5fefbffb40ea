package dev.lockstep.cli.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a rule or a property says.
 *
 * @param id {@code R5}, or the name of a property of the specification
 * @param text in a sentence or two; empty if nobody wrote one
 * @param formula the property in TLA+; empty for a rule
 */
record RuleText(String id, String text, String formula) {
  private static final Map<String, String> SENTENCES = new LinkedHashMap<>();

  /** {@code R4TriedProp} states a part of rule R4. */
  private static final Pattern PROPERTY = Pattern.compile("(R\\d+)[A-Z]\\w*");

  /** A comment may stand some definitions above what it speaks about, but not a section. */
  private static final int LINES_UP = 12;

  static {
    // The table of the README; a test holds the two together.
    SENTENCES.put(
        "R1", "putNative ends STORED, NO_SPACE or DUPLICATE; only STORED takes the payload over");
    SENTENCES.put(
        "R2",
        "a wrong id, callback or size is refused and changes nothing; ordinary puts refuse native"
            + " ids");
    SENTENCES.put(
        "R3",
        "storage used is what entries, unroll memory and puts in flight account for, and pools add"
            + " up to the maximum");
    SENTENCES.put(
        "R4",
        "one recency order for all kinds; an eviction takes the least recent entries of its mode"
            + " that nobody has locked and that belong to another RDD, as few as suffice, or none");
    SENTENCES.put(
        "R5",
        "every registration is released exactly once, never while its entry is there or a pin is"
            + " held");
    SENTENCES.put(
        "R6", "entry leaves, release runs, bytes go back, block info goes, in this order");
    SENTENCES.put(
        "R7",
        "a release that throws counts; the rest happens as well; a fatal error propagates after"
            + " that");
    SENTENCES.put(
        "R8",
        "release runs on the evicting thread, under the memory manager's monitor and the block's"
            + " write lock");
    SENTENCES.put(
        "R9", "reads through Spark refuse native blocks with a clear error and leave no lock");
    SENTENCES.put("R10", "the driver never hears of a native block");
    SENTENCES.put(
        "R11",
        "a pin is a read lock: a pinned block is neither evicted nor removed; a task's end drops"
            + " its pins");
    SENTENCES.put(
        "R12",
        "execution memory takes back what storage borrowed, from native entries too; storage never"
            + " evicts execution");
    SENTENCES.put(
        "R13",
        "removing an absent id is a no-op; clearing releases every registration once, whatever its"
            + " locks");
    SENTENCES.put(
        "R14",
        "with no native block present, everything is as in the unpatched Spark of the same"
            + " version");
  }

  /** A rule of the contract, or a property that stands in a module of a folder. */
  static RuleText of(String id, Path spec) {
    String sentence = SENTENCES.get(id);
    if (sentence != null) {
      return new RuleText(id, sentence, "");
    }
    Matcher matcher = PROPERTY.matcher(id);
    String rule = matcher.matches() ? matcher.group(1) : "";
    String ofRule = SENTENCES.containsKey(rule) ? rule + ": " + SENTENCES.get(rule) : "";
    List<String> module = moduleThatDefines(id, spec);
    int at = indexOfDefinition(id, module);
    if (at < 0) {
      return new RuleText(id, ofRule, "");
    }
    String comment = comment(module, at);
    return new RuleText(id, comment.isEmpty() ? ofRule : comment, formula(module, at));
  }

  private static List<String> moduleThatDefines(String id, Path spec) {
    try (Stream<Path> files = Files.list(spec)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        if (indexOfDefinition(id, lines) >= 0) {
          return lines;
        }
      }
    } catch (IOException e) {
      // A story without the property's text is better than none.
      return List.of();
    }
    return List.of();
  }

  private static int indexOfDefinition(String id, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(Pattern.quote(id) + " *==.*")) {
        return i;
      }
    }
    return -1;
  }

  /** Up to the blank line or the definition that ends it. */
  private static String formula(List<String> lines, int at) {
    List<String> formula = new ArrayList<>(List.of(lines.get(at)));
    for (int i = at + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith(" ")) {
        break;
      }
      formula.add(line);
    }
    return String.join("\n", formula);
  }

  private static String comment(List<String> lines, int at) {
    int last = at - 1;
    while (last >= 0 && at - last <= LINES_UP && !isComment(lines.get(last))) {
      last--;
    }
    int first = last;
    while (first >= 0 && isComment(lines.get(first))) {
      first--;
    }
    boolean adjacent = last == at - 1;
    boolean opensSection = first >= 0 && lines.get(first).startsWith("---");
    if (last < 0 || !(adjacent || opensSection)) {
      return "";
    }
    List<String> words = new ArrayList<>();
    for (String line : lines.subList(first + 1, last + 1)) {
      words.add(line.replaceAll("^\\\\\\*|^\\(\\*|\\*\\)$", "").strip().replaceAll(" +", " "));
    }
    return String.join(" ", words).strip();
  }

  private static boolean isComment(String line) {
    return line.startsWith("\\*") || line.startsWith("(*");
  }
}
