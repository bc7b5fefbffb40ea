package dev.lockstep.traces.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, unpacked if its name ends in {@code .gz}.
 *
 * @param name the file as the user named it
 * @param text what could be read
 * @param cutOff what to say where the text ends, if the archive was cut off; else null
 */
record TextFile(String name, String text, @Nullable String cutOff) {

  static TextFile read(Path file) throws TraceFormatException {
    String name = file.toString();
    if (!Files.exists(file)) {
      throw new TraceFormatException(name + ": no such file");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return name.endsWith(".gz")
          ? unpacked(name, bytes)
          : new TextFile(name, decoded(name, bytes), null);
    } catch (IOException e) {
      throw new TraceFormatException(
          name + ": " + (Files.isDirectory(file) ? "is a folder" : "can't be read: " + e));
    }
  }

  private static TextFile unpacked(String name, byte[] packed) throws TraceFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String cutOff = null;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
    } catch (EOFException e) {
      cutOff = "truncated gzip after " + packed.length + " bytes";
    } catch (ZipException e) {
      throw new TraceFormatException(name + ": not a sound gzip file: " + e.getMessage());
    } catch (IOException e) {
      throw new TraceFormatException(name + ": can't be unpacked: " + e.getMessage());
    }
    return cutOff == null
        ? new TextFile(name, decoded(name, bytes.toByteArray()), null)
        : new TextFile(name, bytes.toString(StandardCharsets.UTF_8), cutOff);
  }

  private static String decoded(String name, byte[] bytes) throws TraceFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TraceFormatException(name + ": " + Place.WHOLE + ": not UTF-8 text");
    }
  }
}
