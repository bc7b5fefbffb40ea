package dev.lockstep.spark.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a query.
 *
 * @param keys the columns that they are sorted by, from 0 on; empty if they are not
 */
record Answer(StructType schema, List<Row> rows, List<Integer> keys) {
  static Answer of(Dataset<Row> query, List<String> sortKeys) {
    StructType schema = query.schema();
    return new Answer(
        schema, query.collectAsList(), sortKeys.stream().map(schema::fieldIndex).toList());
  }

  /**
   * How another answer to the same query differs; empty if it does not. Rows of the same keys may
   * come in any order.
   */
  String difference(Answer other) {
    if (!schema.equals(other.schema)) {
      return "schema " + schema.simpleString() + ", then " + other.schema.simpleString();
    }
    Map<Row, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    other.rows.forEach(row -> counts.merge(row, -1, Integer::sum));
    counts.values().removeIf(count -> count == 0);
    if (!counts.isEmpty()) {
      Map.Entry<Row, Integer> one = counts.entrySet().iterator().next();
      return String.format(
          "%d rows, then %d; %d differ, for instance %s: %d too %s",
          rows.size(),
          other.rows.size(),
          counts.size(),
          one.getKey(),
          Math.abs(one.getValue()),
          one.getValue() > 0 ? "few" : "many");
    }
    return sorted().equals(other.sorted()) ? "" : "the same rows in another order";
  }

  /** What the rows are sorted by, row by row. */
  private List<List<Object>> sorted() {
    return rows.stream().map(row -> keys.stream().map(row::get).toList()).toList();
  }
}
