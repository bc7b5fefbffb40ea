package dev.lockstep.model.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A state as TLC prints it in a counterexample, read back into {@link CanonicalText}. Needed where
 * the edge file does not tell the trace: a deadlock, a liveness property, several workers.
 *
 * @param action the name of the action that led here; null for the initial state
 * @param state the variables without the outcome
 * @param outcome the value of the variable {@value EdgeWriter#OUTCOME}, when there is one
 */
record PrintedState(@Nullable String action, String state, @Nullable String outcome) {
  private static final Pattern HEADER = Pattern.compile("\\s*\\d+: <(\\w+!?\\w*)[^\\n]*>\\s*\\n");

  /** Reads TLC's message: a header such as {@code 2: <Add line 3, …>}, then the variables. */
  static PrintedState parse(String message) {
    Matcher header = HEADER.matcher(message);
    String action = null;
    String body = message;
    if (header.lookingAt()) {
      action = message.contains(": <Initial predicate>") ? null : header.group(1);
      body = message.substring(header.end());
    }
    SortedMap<String, String> variables = new Reader(body).variables();
    String outcome = variables.remove(EdgeWriter.OUTCOME);
    return new PrintedState(action, CanonicalText.object(variables), outcome);
  }

  String label() {
    return CanonicalText.label(action == null ? "" : action, new TreeMap<>(), outcome);
  }

  /** A reader of the values that TLC prints: a small part of the expressions of TLA+. */
  private static final class Reader {
    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    SortedMap<String, String> variables() {
      TreeMap<String, String> variables = new TreeMap<>();
      skipBlanks();
      while (position < text.length()) {
        accept("/\\");
        String name = word();
        expect("=");
        variables.put(name, value());
        skipBlanks();
      }
      return variables;
    }

    private String value() {
      if (accept("<<")) {
        return CanonicalText.sequence(listUntil(">>"));
      } else if (accept("{")) {
        return CanonicalText.set(listUntil("}"));
      } else if (accept("[")) {
        return recordFields();
      } else if (accept("(")) {
        return pairs();
      } else if (accept("\"")) {
        return quoted();
      }
      String word = word();
      if (word.equals("TRUE") || word.equals("FALSE")) {
        return Boolean.toString(word.equals("TRUE"));
      }
      if (!word.matches("-?[0-9]+")) {
        return CanonicalText.string(word);
      }
      return accept("..") ? interval(Integer.parseInt(word), Integer.parseInt(word())) : word;
    }

    private static String interval(int from, int to) {
      List<String> members = new ArrayList<>();
      for (int number = from; number <= to; number++) {
        members.add(Integer.toString(number));
      }
      return CanonicalText.set(members);
    }

    private List<String> listUntil(String end) {
      List<String> values = new ArrayList<>();
      while (!accept(end)) {
        values.add(value());
        accept(",");
      }
      return values;
    }

    private String recordFields() {
      TreeMap<String, String> fields = new TreeMap<>();
      while (!accept("]")) {
        String name = word();
        expect("|->");
        fields.put(name, value());
        accept(",");
      }
      return CanonicalText.object(fields);
    }

    private String pairs() {
      List<String> keys = new ArrayList<>();
      List<String> values = new ArrayList<>();
      while (!accept(")")) {
        keys.add(value());
        expect(":>");
        values.add(value());
        accept("@@");
      }
      return CanonicalText.function(keys, values);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      while (text.charAt(position) != '"') {
        char c = text.charAt(position++);
        if (c == '\\') {
          c = text.charAt(position++);
          c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        }
        value.append(c);
      }
      position++;
      return CanonicalText.string(value.toString());
    }

    private String word() {
      skipBlanks();
      int start = position;
      while (position < text.length() && isWordPart(text.charAt(position))) {
        position++;
      }
      if (start == position) {
        throw unreadable("a value");
      }
      return text.substring(start, position);
    }

    private static boolean isWordPart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '!';
    }

    private boolean accept(String token) {
      skipBlanks();
      boolean here = text.startsWith(token, position);
      position += here ? token.length() : 0;
      return here;
    }

    private void expect(String token) {
      if (!accept(token)) {
        throw unreadable(token);
      }
    }

    private void skipBlanks() {
      while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
        position++;
      }
    }

    private IllegalArgumentException unreadable(String expected) {
      return new IllegalArgumentException(
          "expected " + expected + " at character " + position + " of TLC's state: " + text);
    }
  }
}
