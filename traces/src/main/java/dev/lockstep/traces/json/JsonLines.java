package dev.lockstep.traces.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of flat objects, one a line, to which a long run appends what it has done: a record is
 * there whole or, if the process was killed while it was written, passed over when the file is
 * read.
 */
public final class JsonLines {
  private JsonLines() {}

  /** The objects, their values as text; none if there is no such file. */
  public static List<Map<String, String>> read(Path file) throws IOException {
    List<Map<String, String>> records = new ArrayList<>();
    if (!Files.exists(file)) {
      return records;
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        Located object = JsonText.parse(file.toString(), line, number - 1, "", null);
        Map<String, String> fields = new LinkedHashMap<>();
        object.fields().forEach((name, value) -> fields.put(name, value.value().toString()));
        records.add(fields);
      } catch (TraceFormatException e) {
        // The line under way when a process was killed: as if it weren't there.
      }
    }
    return records;
  }

  /** Adds one object, by one write. */
  public static synchronized void append(Path file, Map<String, ?> fields) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String start = endsInTheMiddle(file) ? "\n" : "";
    Files.write(
        file,
        (start + JsonResult.line(fields) + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static boolean endsInTheMiddle(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (var channel = Files.newByteChannel(file)) {
      java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }
}
