package dev.lockstep.cli.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What both levels' data for the page have in common. */
final class Side {
  /** In the place of what a side has: the same as the model. */
  static final String SAME = "=";

  /** In the same place: nobody looked. */
  static final String UNSEEN = "";

  private Side() {}

  static Object of(@Nullable Map<String, Object> seen, boolean same) {
    return seen == null ? UNSEEN : same ? SAME : seen;
  }

  static List<Map<String, Object>> differences(List<Difference> inFile, List<Difference> inStore) {
    List<Map<String, Object>> rows = new ArrayList<>();
    inFile.forEach(d -> rows.add(row("file", d)));
    inStore.forEach(d -> rows.add(row("store", d)));
    return rows;
  }

  private static Map<String, Object> row(String side, Difference difference) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("side", side);
    row.put("field", difference.field());
    row.put("rule", difference.rule());
    row.put("model", difference.model());
    row.put("other", difference.other());
    return row;
  }

  /** A block's lock: who writes, or nobody; who reads, how often. */
  static Map<String, Object> lock(String writer, Map<String, Integer> readers) {
    Map<String, Object> lock = new LinkedHashMap<>();
    lock.put("writer", writer);
    lock.put("readers", readers);
    return lock;
  }
}
