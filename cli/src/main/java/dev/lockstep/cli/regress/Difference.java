package dev.lockstep.cli.regress;

import java.util.List;

/**
 * A row of the table: a difference with the shortest example that was found.
 *
 * @param rule the rule of the contract that it touches
 * @param what what it is about, a few words
 * @param onA what the first Spark does
 * @param onB what the second does
 * @param found how often the like was found: scenarios, or lists of calls
 * @param steps steps of the example
 * @param story the example, a line a step, and what the other side makes of it
 * @param file the example's file, such as {@code threads-deadlock-1a2b3c4d.json}
 * @param text what is in the file
 * @param shownBy the command that shows it, {@code %s} for the path of the file
 * @param notShownBy the command that shows that it is not so on the other side
 * @param confirmed whether it came out the same when it was run again, and not on the other side
 */
record Difference(
    String rule,
    String what,
    String onA,
    String onB,
    int found,
    int steps,
    List<String> story,
    String file,
    String text,
    String shownBy,
    String notShownBy,
    boolean confirmed) {
  Difference {
    story = List.copyOf(story);
  }
}
