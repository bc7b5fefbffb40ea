package dev.lockstep.spark.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the 22 queries of the TPC-H specification, with the parameters of its validation runs.
 *
 * @param name {@code q01}
 * @param text in Spark SQL
 */
record TpchQuery(String name, String text) {
  private static final int COUNT = 22;

  /** What the specification divides by the scale, for query 11. */
  private static final BigDecimal FRACTION = new BigDecimal("0.0001");

  /** The last clause but the limit; the sort keys of all queries are columns of their answers. */
  private static final Pattern ORDER =
      Pattern.compile("\\border by ([a-z_, ]+?)(?:\\s+limit [0-9]+)?\\s*$");

  static List<TpchQuery> all(double scale) {
    String fraction =
        FRACTION
            .divide(BigDecimal.valueOf(scale), 12, java.math.RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
    List<TpchQuery> queries = new ArrayList<>();
    for (int number = 1; number <= COUNT; number++) {
      String name = String.format("q%02d", number);
      queries.add(new TpchQuery(name, read(name).replace("${fraction}", fraction)));
    }
    return queries;
  }

  private static String read(String name) {
    try (InputStream text = TpchQuery.class.getResourceAsStream("tpch/" + name + ".sql")) {
      if (text == null) {
        throw new IllegalStateException("no text of " + name);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns that the answer is sorted by, if it is. */
  List<String> sortKeys() {
    Matcher order = ORDER.matcher(text);
    return order.find()
        ? Pattern.compile(",")
            .splitAsStream(order.group(1))
            .map(key -> key.replaceFirst(" desc$", "").strip())
            .toList()
        : List.of();
  }
}
