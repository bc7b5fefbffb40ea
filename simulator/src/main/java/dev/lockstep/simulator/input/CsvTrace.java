package dev.lockstep.simulator.input;

import dev.lockstep.traces.json.TraceFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields separated by commas. A header names the columns, of which {@code time}, {@code id}, {@code
 * size} and {@code op} are read wherever they stand and others are passed over; without a header
 * they are those, in this order. {@code id} alone must be there.
 */
final class CsvTrace implements RequestReader {
  private static final List<String> COLUMNS = List.of("time", "id", "size", "op");

  private final TextScanner text;
  private static final int ID = 0;
  private static final int SIZE = 1;
  private static final long[] MOST = {Long.MAX_VALUE, Integer.MAX_VALUE};

  private final List<String> columns;
  private final int[] kinds;
  private final long[] values = {0, 1};
  private Operation operation = Operation.ACCESS;
  private long id;
  private int size;

  CsvTrace(String file, InputStream in) throws IOException, TraceFormatException {
    this.text = new TextScanner(file, in);
    text.skipByteOrderMark();
    int first = text.peek();
    if (first >= '0' && first <= '9') {
      this.columns = COLUMNS;
    } else {
      this.columns = header();
    }
    this.kinds =
        columns.stream()
            .mapToInt(
                column ->
                    switch (column) {
                      case "id" -> ID;
                      case "size" -> SIZE;
                      case "op" -> TextScanner.WORD;
                      default -> TextScanner.PASSED_OVER;
                    })
            .toArray();
  }

  private List<String> header() throws IOException, TraceFormatException {
    List<String> names = new ArrayList<>();
    do {
      String name = text.word();
      if (COLUMNS.contains(name) && names.contains(name)) {
        throw text.wrong(name, "stands twice in the header");
      }
      names.add(name);
    } while (text.comma());
    if (!names.contains("id")) {
      throw text.wrong("id", "is not among the columns " + names);
    }
    text.nextLine();
    return names;
  }

  @Override
  public boolean next() throws IOException, TraceFormatException {
    if (text.simpleLine(kinds, values, MOST)) {
      operation = Operation.ACCESS;
      id = values[ID];
      size = (int) values[SIZE];
      return true;
    }
    return fieldByField();
  }

  private boolean fieldByField() throws IOException, TraceFormatException {
    while (text.atLineEnd()) {
      if (text.peek() < 0) {
        return false;
      }
      text.nextLine();
    }
    operation = Operation.ACCESS;
    size = 1;
    boolean named = false;
    for (int column = 0; column < columns.size(); column++) {
      if (column > 0 && !text.comma()) {
        break;
      }
      switch (columns.get(column)) {
        case "time" -> text.time("time");
        case "id" -> {
          id = text.name("id");
          named = true;
        }
        case "size" -> size = (int) text.number("size", Integer.MAX_VALUE);
        case "op" -> operation = operation(text.word());
        default -> text.skipField();
      }
    }
    if (!named) {
      throw text.wrong("id", "is missing");
    }
    if (!text.atLineEnd()) {
      throw text.wrong("(line)", "has more than " + columns.size() + " fields");
    }
    text.nextLine();
    return true;
  }

  private Operation operation(String word) throws TraceFormatException {
    return switch (word) {
      case "", "get", "read", "r", "put", "set", "write", "w" -> Operation.ACCESS;
      case "remove", "delete", "d" -> Operation.REMOVE;
      default ->
          throw text.wrong("op", "must be get, put, remove or one of their like, was " + word);
    };
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
