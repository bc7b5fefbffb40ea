package dev.lockstep.spark.tables.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** What a query gave, as a text that is the same whatever the order in which doubles were added. */
final class Answer {
  private Answer() {}

  static String of(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(i == 0 ? "" : " ").append(text(row.get(i)));
      }
      lines.add(line.toString());
    }
    return String.join("; ", lines);
  }

  static String of(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Answer::text).collect(Collectors.joining(" "));
  }

  private static String text(Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%.9e", number.doubleValue())
        : String.valueOf(value);
  }
}
