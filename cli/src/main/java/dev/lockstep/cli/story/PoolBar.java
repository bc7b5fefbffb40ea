package dev.lockstep.cli.story;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one mode as a bar of characters, all bars of one pool equally long: entries in
 * recency order, what else is accounted for, what is free; the boundary; execution memory.
 *
 * <pre>[s1==n2########|....] 3/3</pre>
 */
final class PoolBar {
  private static final int CHARACTERS_MAX = 40;
  private static final int CHARACTERS_A_UNIT = 4;

  static final char FREE = '.';
  static final char UNROLL = 'u';

  /** Storage memory in use that neither an entry nor unroll memory accounts for. */
  static final char UNACCOUNTED = '?';

  static final char EXECUTION = 'x';
  static final char EXECUTION_FREE = '-';

  private final int max;
  private final int width;

  /** One thing that takes room: its name, as far as it fits, then its mark. */
  record Part(String name, char mark, int units) {}

  /**
   * A bar for a pool.
   *
   * @param max storage and execution memory together, in units
   */
  PoolBar(int max) {
    this.max = max;
    this.width =
        max > CHARACTERS_MAX
            ? CHARACTERS_MAX
            : max * Math.max(1, Math.min(CHARACTERS_A_UNIT, CHARACTERS_MAX / Math.max(1, max)));
  }

  /** What the length of a bar means. */
  String scale() {
    return max > CHARACTERS_MAX
        ? width + " characters for " + max + " units"
        : width / Math.max(1, max) == 1
            ? "a character a unit"
            : width / Math.max(1, max) + " characters a unit";
  }

  /**
   * The bar.
   *
   * @param entries what is in the storage pool, least recent first
   * @param pool size of the storage pool in units
   * @param used units of storage memory in use
   * @param execution units of execution memory in use
   */
  String text(List<Part> entries, int pool, int used, int execution) {
    List<Part> storage = new ArrayList<>(entries);
    long accounted = entries.stream().mapToLong(Part::units).sum();
    storage.add(new Part("", UNACCOUNTED, (int) Math.max(0, used - accounted)));
    int boundary = position(Math.min(max, Math.max(0, pool)));
    return "["
        + filled(storage, 0, boundary, FREE)
        + "|"
        + filled(List.of(new Part("", EXECUTION, execution)), boundary, width, EXECUTION_FREE)
        + "] "
        + padded(used + "/" + pool);
  }

  /** So that what stands behind it stays in its column. */
  private String padded(String numbers) {
    int room = 2 * String.valueOf(max).length() + 1;
    return numbers + " ".repeat(Math.max(0, room - numbers.length()));
  }

  private String filled(List<Part> parts, int from, int to, char rest) {
    StringBuilder cells = new StringBuilder();
    long units = 0;
    for (Part part : parts) {
      int begin = position(units);
      units += part.units();
      int length = position(units) - begin;
      String name = part.name().length() > length ? part.name().substring(0, length) : part.name();
      cells.append(name).append(String.valueOf(part.mark()).repeat(length - name.length()));
    }
    int room = to - from;
    // What does not fit is a store's fault, and shows in the numbers beside the bar.
    return cells.length() >= room
        ? cells.substring(0, room)
        : cells + String.valueOf(rest).repeat(room - cells.length());
  }

  /** Of what does not fit, only that it is longer than the bar. */
  private int position(long units) {
    return max == 0 ? 0 : (int) (Math.min(units, 2L * max) * width / max);
  }
}
