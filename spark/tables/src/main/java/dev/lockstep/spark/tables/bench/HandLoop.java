package dev.lockstep.spark.tables.bench;

import dev.lockstep.spark.arrow.cache.ArrowColumn;
import dev.lockstep.spark.tables.measures.Query;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where the limit is: what a query computes, as a loop over the buffers that the native table is
 * read from, in a task that pins them as a scan does. No generated code, no operators, no rows; and
 * no look at nulls, since there are none.
 */
enum HandLoop {
  Q6(Query.Q6, 1, "shipdate", "discount", "quantity", "extendedprice") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long from = LocalDate.of(1994, 1, 1).toEpochDay();
      long to = LocalDate.of(1995, 1, 1).toEpochDay();
      long dates = columns[0].dataAddress();
      long discounts = columns[1].dataAddress();
      long quantities = columns[2].dataAddress();
      long prices = columns[3].dataAddress();
      double sum = 0;
      for (long i = 0; i < rows; i++) {
        int date = Platform.getInt(null, dates + (i << 2));
        if (date >= from && date < to) {
          double discount = Platform.getDouble(null, discounts + (i << 3));
          if (discount >= 0.05
              && discount <= 0.07
              && Platform.getDouble(null, quantities + (i << 3)) < 24) {
            sum += discount * Platform.getDouble(null, prices + (i << 3));
          }
        }
      }
      sums[0] += sum;
    }
  },

  ONE_INT(Query.ONE_INT, 1, "linenumber") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long data = columns[0].dataAddress();
      long sum = 0;
      for (long i = 0; i < rows; i++) {
        sum += Platform.getInt(null, data + (i << 2));
      }
      sums[0] += sum;
    }
  },

  EIGHT_NUMBERS(
      Query.EIGHT_NUMBERS,
      8,
      "orderkey",
      "partkey",
      "suppkey",
      "linenumber",
      "quantity",
      "extendedprice",
      "discount",
      "tax") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long orders = columns[0].dataAddress();
      long parts = columns[1].dataAddress();
      long suppliers = columns[2].dataAddress();
      long lines = columns[3].dataAddress();
      long quantities = columns[4].dataAddress();
      long prices = columns[5].dataAddress();
      long discounts = columns[6].dataAddress();
      long taxes = columns[7].dataAddress();
      long order = 0;
      long part = 0;
      long supplier = 0;
      long line = 0;
      double quantity = 0;
      double price = 0;
      double discount = 0;
      double tax = 0;
      for (long i = 0; i < rows; i++) {
        order += Platform.getLong(null, orders + (i << 3));
        part += Platform.getLong(null, parts + (i << 3));
        supplier += Platform.getLong(null, suppliers + (i << 3));
        line += Platform.getInt(null, lines + (i << 2));
        quantity += Platform.getDouble(null, quantities + (i << 3));
        price += Platform.getDouble(null, prices + (i << 3));
        discount += Platform.getDouble(null, discounts + (i << 3));
        tax += Platform.getDouble(null, taxes + (i << 3));
      }
      sums[0] += order;
      sums[1] += part;
      sums[2] += supplier;
      sums[3] += line;
      sums[4] += quantity;
      sums[5] += price;
      sums[6] += discount;
      sums[7] += tax;
    }
  },

  /** Its groups are found by the two letters, without a hash. */
  Q1(
      Query.Q1,
      6 * 26 * 26,
      "shipdate",
      "returnflag",
      "linestatus",
      "quantity",
      "extendedprice",
      "discount",
      "tax") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long to = LocalDate.of(1998, 9, 2).toEpochDay();
      long dates = columns[0].dataAddress();
      ArrowColumn flags = columns[1];
      ArrowColumn statuses = columns[2];
      long quantities = columns[3].dataAddress();
      long prices = columns[4].dataAddress();
      long discounts = columns[5].dataAddress();
      long taxes = columns[6].dataAddress();
      for (int i = 0; i < rows; i++) {
        if (Platform.getInt(null, dates + ((long) i << 2)) <= to) {
          int group =
              (flags.getUTF8String(i).getByte(0) - 'A') * LETTERS
                  + statuses.getUTF8String(i).getByte(0)
                  - 'A';
          int at = group * 6;
          double price = Platform.getDouble(null, prices + ((long) i << 3));
          double discount = Platform.getDouble(null, discounts + ((long) i << 3));
          double cut = price * (1 - discount);
          sums[at] += Platform.getDouble(null, quantities + ((long) i << 3));
          sums[at + 1] += price;
          sums[at + 2] += cut;
          sums[at + 3] += cut * (1 + Platform.getDouble(null, taxes + ((long) i << 3)));
          sums[at + 4] += discount;
          sums[at + 5] += 1;
        }
      }
    }

    @Override
    String answer(double[] total) {
      List<String> groups = new ArrayList<>();
      for (int at = 0; at < total.length; at += 6) {
        double count = total[at + 5];
        if (count > 0) {
          int group = at / 6;
          groups.add(
              (char) ('A' + group / LETTERS)
                  + " "
                  + (char) ('A' + group % LETTERS)
                  + " "
                  + Answer.of(
                      new double[] {
                        total[at],
                        total[at + 1],
                        total[at + 2],
                        total[at + 3],
                        total[at] / count,
                        total[at + 1] / count,
                        total[at + 4] / count,
                        count
                      }));
        }
      }
      return String.join("; ", groups);
    }
  },

  LENGTHS(Query.LENGTHS, 3, "shipinstruct", "shipmode", "comment") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      for (int column = 0; column < columns.length; column++) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += columns[column].getUTF8String(i).numChars();
        }
        sums[column] += sum;
      }
    }
  },

  LIKE(Query.LIKE, 1, "shipmode", "comment") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      UTF8String air = UTF8String.fromString("AIR");
      UTF8String special = UTF8String.fromString("special");
      long count = 0;
      for (int i = 0; i < rows; i++) {
        if (columns[0].getUTF8String(i).equals(air)
            && columns[1].getUTF8String(i).contains(special)) {
          count++;
        }
      }
      sums[0] += count;
    }
  },

  THREE_NUMBERS(Query.THREE_NUMBERS, 3, "int_col", "long_col", "double_col") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long first = columns[0].dataAddress();
      long second = columns[1].dataAddress();
      long third = columns[2].dataAddress();
      long one = 0;
      long two = 0;
      double three = 0;
      for (long i = 0; i < rows; i++) {
        one += Platform.getLong(null, first + (i << 3));
        two += Platform.getLong(null, second + (i << 3));
        three += Platform.getDouble(null, third + (i << 3));
      }
      sums[0] += one;
      sums[1] += two;
      sums[2] += three;
    }
  },

  FILTER(Query.FILTER, 1, "int_col", "double_col") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long first = columns[0].dataAddress();
      long third = columns[1].dataAddress();
      long count = 0;
      for (long i = 0; i < rows; i++) {
        if ((Platform.getLong(null, first + (i << 3)) & 1) == 0
            && Platform.getDouble(null, third + (i << 3)) >= 0) {
          count++;
        }
      }
      sums[0] += count;
    }
  },

  ONE_OF_TWENTY(Query.ONE_OF_TWENTY, 1, "col0") {
    @Override
    void read(ArrowColumn[] columns, int rows, double[] sums) {
      long data = columns[0].dataAddress();
      long sum = 0;
      for (long i = 0; i < rows; i++) {
        sum += Platform.getLong(null, data + (i << 3));
      }
      sums[0] += sum;
    }
  };

  private static final int LETTERS = 26;

  private final Query query;
  private final int sums;
  private final List<String> names;

  HandLoop(Query query, int sums, String... names) {
    this.query = query;
    this.sums = sums;
    this.names = List.of(names);
  }

  /** Adds a batch. */
  abstract void read(ArrowColumn[] columns, int rows, double[] sums);

  static Optional<HandLoop> of(Query query) {
    return Arrays.stream(values()).filter(loop -> loop.query == query).findFirst();
  }

  /** What the sums say, as the query would. */
  String answer(double[] total) {
    return Answer.of(total);
  }

  /** Runs the loop as one job. */
  String run(CachedCopy copy) {
    Seq<Attribute> cached = copy.relation().output();
    List<Attribute> selected = new ArrayList<>();
    for (String name : names) {
      for (Attribute attribute : CollectionConverters.asJava(cached)) {
        if (attribute.name().equals(name)) {
          selected.add(attribute);
        }
      }
    }
    RDD<ColumnarBatch> columns =
        copy.relation()
            .cacheBuilder()
            .serializer()
            .convertCachedBatchToColumnarBatch(
                copy.batches(),
                cached,
                CollectionConverters.asScala(selected).toSeq(),
                copy.relation().conf());
    double[] total = new double[sums];
    for (Sums part : columns.toJavaRDD().mapPartitions(this::partition).collect()) {
      for (int i = 0; i < sums; i++) {
        total[i] += part.sums()[i];
      }
    }
    return answer(total);
  }

  private record Sums(double[] sums) implements Serializable {}

  private Iterator<Sums> partition(Iterator<ColumnarBatch> batches) {
    double[] found = new double[sums];
    while (batches.hasNext()) {
      ColumnarBatch batch = batches.next();
      ArrowColumn[] columns = new ArrowColumn[batch.numCols()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = (ArrowColumn) batch.column(i);
      }
      read(columns, batch.numRows(), found);
    }
    return List.of(new Sums(found)).iterator();
  }
}
