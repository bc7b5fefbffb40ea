package dev.lockstep.model.tlc;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The canonical form of the functions on one domain: the order of the pairs and the text between
 * the values. Worth a class because a search writes the same few domains millions of times.
 *
 * <p>TLA+ makes no difference between a sequence and a function on 1..n, nor between a record and a
 * function on strings; so the form follows the domain alone.
 */
final class FunctionForm {
  private final int[] order;
  private final String[] before;
  private final String end;

  private FunctionForm(int[] order, String[] before, String end) {
    this.order = order;
    this.before = before;
    this.end = end;
  }

  /** The form for a domain given by the canonical texts of its members, without repetition. */
  static FunctionForm of(List<String> keys) {
    if (keys.isEmpty()) {
      return new FunctionForm(new int[0], new String[0], "[]");
    }
    if (keys.stream().allMatch(key -> key.startsWith("\""))) {
      // Sorting by the quoted text would put "ab" before "a": drop the closing quote.
      int[] order = sort(keys, Comparator.comparing(key -> key.substring(1, key.length() - 1)));
      return form(order, "{", ",", "}", i -> keys.get(i) + ":");
    }
    if (isOneToN(keys)) {
      return form(sort(keys, Comparator.comparingInt(Integer::parseInt)), "[", ",", "]", i -> "");
    }
    int[] order = sort(keys, Comparator.naturalOrder());
    return form(order, "{\"fcn\":[[", "],[", "]]}", i -> keys.get(i) + ",");
  }

  /** The function that maps the domain, in the order it was given, to these values. */
  String text(List<String> values) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < order.length; i++) {
      out.append(before[i]).append(values.get(order[i]));
    }
    return out.append(end).toString();
  }

  private interface KeyText {
    String of(int index);
  }

  private static FunctionForm form(
      int[] order, String open, String separator, String end, KeyText key) {
    String[] before = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      before[i] = (i == 0 ? open : separator) + key.of(order[i]);
    }
    return new FunctionForm(order, before, end);
  }

  private static int[] sort(List<String> keys, Comparator<String> comparator) {
    return IntStream.range(0, keys.size())
        .boxed()
        .sorted(Comparator.comparing(keys::get, comparator))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static boolean isOneToN(List<String> keys) {
    return keys.stream().allMatch(key -> key.matches("[1-9][0-9]{0,8}"))
        && Collections.max(keys.stream().map(Integer::valueOf).toList()) == keys.size();
  }
}
