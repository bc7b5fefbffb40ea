package dev.lockstep.model.tlc.mutants;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a module's text.
 *
 * @param line the first line, from 1
 * @param column of its first character, from 1
 * @param endLine the last line
 * @param endColumn of its last character
 */
public record TextSpan(int line, int column, int endLine, int endColumn) {

  /** The piece on one line, without comments. */
  String of(List<String> lines) {
    StringBuilder out = new StringBuilder();
    for (int i = line; i <= endLine; i++) {
      String text = lines.get(i - 1);
      String part =
          text.substring(i == line ? column - 1 : 0, i == endLine ? endColumn : text.length());
      out.append(i == endLine ? part : part.replaceFirst("\\\\\\*.*", "")).append(' ');
    }
    return out.toString().strip().replaceAll("\\s+", " ");
  }

  /**
   * The module's lines with something else in the place of this piece. What follows keeps its
   * column, since TLA+ reads lists of conjuncts by their columns.
   */
  List<String> replaced(List<String> lines, String by) {
    List<String> out = new ArrayList<>(lines.subList(0, line - 1));
    String before = lines.get(line - 1).substring(0, column - 1);
    String after = lines.get(endLine - 1).substring(endColumn);
    boolean fits = line == endLine && by.length() <= endColumn - column + 1;
    if (fits || after.isBlank()) {
      out.add(before + by + " ".repeat(fits ? endColumn - column + 1 - by.length() : 0) + after);
    } else {
      out.add(before + by);
      out.add(" ".repeat(endColumn) + after);
    }
    out.addAll(lines.subList(endLine, lines.size()));
    return List.copyOf(out);
  }
}
